import type { Palette } from './card.ts';
import type { NodeKind } from './types.ts';

/* The colours of exported pictures, and what the canvas falls back to where a theme says nothing. */

/** The colours of an export, which has no editor around it that would choose. */
export const DIAGRAM_THEMES = ['light', 'dark', 'high-contrast', 'high-contrast-light'] as const;
export type DiagramTheme = (typeof DIAGRAM_THEMES)[number];

/** The colours that kinds share. */
export interface KindColours {
  readonly frame: string;
  readonly network: string;
  readonly privateLink: string;
  readonly balancing: string;
}

/** What belongs together has one colour: the network, PrivateLink itself, what is behind a service. */
export function kindColours({
  frame,
  network,
  privateLink,
  balancing,
}: KindColours): Readonly<Record<NodeKind, string>> {
  return {
    account: frame,
    region: frame,
    vpc: network,
    zone: network,
    'dns-name': privateLink,
    'network-acl': network,
    'security-group': network,
    'prefix-list': network,
    gateway: network,
    subnet: network,
    'network-interface': network,
    'route-table': network,
    'vpc-endpoint': privateLink,
    'endpoint-service': privateLink,
    'load-balancer': balancing,
    listener: balancing,
    'target-group': balancing,
    target: balancing,
    'service-network': privateLink,
    'resource-configuration': privateLink,
    'resource-gateway': balancing,
    resource: balancing,
    stub: frame,
  };
}

/** Text has a contrast of 4.5 to 1 on everything that it stands on, lines and signs of 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11). */
export const PALETTES: Readonly<Record<DiagramTheme, Palette>> = {
  light: {
    background: '#ffffff',
    foreground: '#1f2328',
    muted: '#5b5f66',
    card: '#f8f8f8',
    selection: '#005fb8',
    contrast: false,
    onColour: '#ffffff',
    states: { fail: '#c4241c', warn: '#8a5a00', unknown: '#666c72', pass: '#2c7a3f', none: '#616161' },
    kinds: kindColours({ frame: '#616161', network: '#1668c7', privateLink: '#652d90', balancing: '#0b7285' }),
  },
  dark: {
    background: '#1e1e1e',
    foreground: '#d4d4d4',
    muted: '#a3a3a3',
    card: '#252526',
    selection: '#007fd4',
    contrast: false,
    onColour: '#1e1e1e',
    states: { fail: '#f14c4c', warn: '#d9a63a', unknown: '#9aa0a6', pass: '#5fbf77', none: '#9d9d9d' },
    kinds: kindColours({ frame: '#9d9d9d', network: '#3794ff', privateLink: '#b180d7', balancing: '#11a8cd' }),
  },
  'high-contrast': {
    background: '#000000',
    foreground: '#ffffff',
    muted: '#ffffff',
    card: '#000000',
    selection: '#f38518',
    contrast: true,
    onColour: '#000000',
    states: { fail: '#ff6d6d', warn: '#ffcc4d', unknown: '#c8ccd0', pass: '#79e08f', none: '#6fc3df' },
    kinds: kindColours({ frame: '#ffffff', network: '#6fb7ff', privateLink: '#d2a8ff', balancing: '#4fd8eb' }),
  },
  'high-contrast-light': {
    background: '#ffffff',
    foreground: '#000000',
    muted: '#000000',
    card: '#ffffff',
    selection: '#0f4a85',
    contrast: true,
    onColour: '#ffffff',
    states: { fail: '#b5200d', warn: '#7a4b00', unknown: '#4a4f54', pass: '#1f6a31', none: '#0f4a85' },
    kinds: kindColours({ frame: '#000000', network: '#0a4f9e', privateLink: '#4f2170', balancing: '#07525f' }),
  },
};
