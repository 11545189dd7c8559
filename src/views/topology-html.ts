import type { WebviewStrings } from '../protocol/strings.ts';

export interface PageParts {
  readonly nonce: string;
  readonly script: string;
  readonly style: string;
  readonly language: string;
  readonly title: string;
  /** Absent for the picture of everything. */
  readonly subject?: string;
}

/**
 * The page of the topology webview. Nothing may run or be styled but what carries this page's nonce, and pictures are
 * data only.
 *
 * cytoscape adds a style element of its own unless the page has one with this id; its rule stands here, with the nonce.
 */
export function topologyHtml(parts: PageParts): string {
  const { nonce } = parts;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const subject = parts.subject === undefined ? '' : ` data-subject="${escapeHtml(parts.subject)}"`;
  return `<!DOCTYPE html>
<html lang="${escapeHtml(parts.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta property="csp-nonce" content="${nonce}">
<title>${escapeHtml(parts.title)}</title>
<link rel="stylesheet" nonce="${nonce}" href="${escapeHtml(parts.style)}">
<style nonce="${nonce}" id="__________cytoscape_stylesheet">.__________cytoscape_container { position: relative; }</style>
</head>
<body${subject}>
<script nonce="${nonce}" src="${escapeHtml(parts.script)}"></script>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0) ?? 63};`);
}

/** The page's words, each translated by `t`. */
export function webviewStrings(t: (message: string) => string): WebviewStrings {
  return {
    diagram: t('Topology diagram'),
    outline: t('Outline'),
    details: t('Details'),
    edges: t('Edges'),
    legend: t('Legend'),
    loading: t('Drawing the topology…'),
    empty: t('There is nothing to draw: no VPC endpoint and no endpoint service was read.'),
    fit: t('Fit to window'),
    zoomIn: t('Zoom in'),
    zoomOut: t('Zoom out'),
    showOutline: t('Outline'),
    showLegend: t('Legend'),
    close: t('Close'),
    diagnose: t('Diagnose'),
    insertCode: t('Insert Code'),
    reveal: t('Reveal in Tree'),
    findings: t('Findings'),
    noFindings: t('No findings.'),
    properties: t('Properties'),
    counts: t('{0} nodes, {1} edges'),
    selected: t('{0} selected'),
    states: {
      fail: t('Broken'),
      warn: t('Impaired'),
      unknown: t('Unknown'),
      pass: t('Works'),
      none: t('Not judged'),
    },
    kinds: {
      account: t('Account'),
      vpc: t('VPC'),
      subnet: t('Subnet with workloads'),
      'vpc-endpoint': t('VPC endpoint'),
      'network-interface': t('Endpoint network interface'),
      'endpoint-service': t('Endpoint service'),
      'load-balancer': t('Load balancer'),
      listener: t('Listener'),
      'target-group': t('Target group'),
      target: t('Target'),
      'route-table': t('Route table'),
      stub: t('Not visible from here'),
    },
    edgeKinds: {
      uses: t('uses'),
      'has-interface': t('is a network interface of'),
      connects: t('connects to'),
      'served-by': t('is served by'),
      listens: t('listens on'),
      forwards: t('forwards to'),
      targets: t('sends to'),
      routes: t('routes to'),
    },
  };
}
