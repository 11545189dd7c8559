import type { GraphState, NodeKind } from './types.ts';

/* Line drawings on a grid of 16 by 16: path data, drawn with round strokes in the colour of the moment. */

export const KIND_ICONS: Readonly<Record<NodeKind, string>> = {
  account: 'M8 2 13.5 5v6L8 14 2.5 11V5ZM2.5 5 8 8l5.5-3M8 8v6',
  vpc: 'M4.5 12.5a3 3 0 0 1-.3-6 4 4 0 0 1 7.7-.6 3.3 3.3 0 0 1-.4 6.6Z',
  region: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM1.8 8h12.4M8 1.8c-4 3.6-4 8.8 0 12.4 4-3.6 4-8.8 0-12.4Z',
  zone: 'M2.5 4.5 8 2l5.5 2.5v7L8 14l-5.5-2.5ZM5.5 7 8 5.8 10.5 7v2.5L8 10.8 5.5 9.5Z',
  'dns-name': 'M2 3.5h12v9H2ZM4.5 6h4M4.5 8h7M4.5 10h5.5',
  'network-acl': 'M2.5 4h11M2.5 8h6M2.5 12h4M10.5 8.5l3 3M13.5 8.5l-3 3',
  'security-group': 'M8 1.8 13.3 3.6v4c0 3.3-2.2 5.5-5.3 6.6-3.1-1.1-5.3-3.3-5.3-6.6v-4ZM5.7 8l1.7 1.7L10.4 6.5',
  'prefix-list': 'M2.5 3.5h1M6 3.5h7.5M2.5 8h1M6 8h7.5M2.5 12.5h1M6 12.5h7.5',
  gateway: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM4.5 6.5h7M9.5 4.5l2 2-2 2M11.5 10h-7M6.5 8l-2 2 2 2',
  subnet: 'M2.5 2.5h4.5v4.5H2.5ZM9 2.5h4.5v4.5H9ZM2.5 9h4.5v4.5H2.5ZM9 9h4.5v4.5H9Z',
  'vpc-endpoint': 'M1.5 8h7M6 5l3 3-3 3M8.3 2.9a5.3 5.3 0 1 1 0 10.2',
  'network-interface': 'M2.5 3.5h11v6.5h-11ZM5 10v3M8 10v3M11 10v3M5.5 6.7h5',
  'endpoint-service':
    'M8 5.6a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8ZM4 3.5a6.3 6.3 0 0 0 0 9M12 3.5a6.3 6.3 0 0 1 0 9',
  'load-balancer':
    'M1.5 8h4M5.5 8 9 3.5h4.5M5.5 8h8M5.5 8 9 12.5h4.5M12 2l1.5 1.5L12 5M12 6.5 13.5 8 12 9.5M12 11l1.5 1.5L12 14',
  listener: 'M3 2.5h7.5v11H3ZM10.5 8h4M12.5 6l2 2-2 2M5.3 8h.1',
  'target-group': 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM8 8h.1',
  target: 'M2.5 2.5h11v4.5h-11ZM2.5 9h11v4.5h-11ZM5 4.8h.1M5 11.2h.1M8 4.8h3M8 11.2h3',
  'route-table': 'M8 1.5v13M8 3h4l1.7 1.7L12 6.4H8M8 7.6H4L2.3 9.3 4 11h4',
  'service-network': 'M8 2v4M8 10v4M2.8 5l3.4 2M9.8 9l3.4 2M13.2 5 9.8 7M6.2 9l-3.4 2M8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4Z',
  'resource-configuration': 'M2 4.5h6.5M12.5 4.5H14M10.5 2.8v3.4M2 11.5h1.5M7.5 11.5H14M5.5 9.8v3.4',
  'resource-gateway': 'M2.5 13.5V7a5.5 5.5 0 0 1 11 0v6.5ZM5.8 13.5v-6a2.2 2.2 0 0 1 4.4 0v6',
  resource:
    'M2.5 4c0-1.2 2.4-2 5.5-2s5.5.8 5.5 2-2.4 2-5.5 2-5.5-.8-5.5-2ZM2.5 4v8c0 1.2 2.4 2 5.5 2s5.5-.8 5.5-2V4M2.5 8c0 1.2 2.4 2 5.5 2s5.5-.8 5.5-2',
  stub: 'M2 8s2.2-4 6-4 6 4 6 4-2.2 4-6 4-6-4-6-4ZM3 13 13 3',
};

/** A sign of its own for each state, so that colour is never the only thing that tells them apart. */
export interface StateSign {
  /** The outline: a disc, an octagon, a triangle, a dashed ring. */
  readonly shape: string;
  readonly mark: string;
  readonly filled: boolean;
}

export const STATE_SIGNS: Readonly<Record<Exclude<GraphState, 'none'>, StateSign>> = {
  pass: { shape: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Z', mark: 'M5 8.2 7.2 10.4 11.2 5.8', filled: true },
  fail: {
    shape: 'M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3L1.5 10.7V5.3Z',
    mark: 'M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8',
    filled: true,
  },
  warn: { shape: 'M8 1.6 15 14.2H1Z', mark: 'M8 6v4M8 12.1h.1', filled: true },
  unknown: {
    shape: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Z',
    mark: 'M6 6.3a2 2 0 1 1 2.7 1.9c-.5.2-.7.5-.7 1M8 11.4h.1',
    filled: false,
  },
};

/** The same in characters, before a name, for formats that draw no signs. */
export const STATE_MARKS: Readonly<Record<GraphState, string>> = {
  fail: '✕ ',
  warn: '! ',
  unknown: '? ',
  pass: '',
  none: '',
};
