import * as vscode from 'vscode';
import type { DiagramWords } from '../core/graph/words.ts';
import type { WebviewStrings } from '../protocol/strings.ts';

/** The words of the topology page in the user's language. */
export function webviewStrings(): WebviewStrings {
  return {
    diagram: vscode.l10n.t('Topology diagram'),
    outline: vscode.l10n.t('Outline'),
    details: vscode.l10n.t('Details'),
    edges: vscode.l10n.t('Edges'),
    legend: vscode.l10n.t('Legend'),
    loading: vscode.l10n.t('Drawing the topology…'),
    empty: vscode.l10n.t('There is nothing to draw: no VPC endpoint and no endpoint service was read.'),
    fit: vscode.l10n.t('Fit to window'),
    zoomIn: vscode.l10n.t('Zoom in'),
    zoomOut: vscode.l10n.t('Zoom out'),
    showOutline: vscode.l10n.t('Outline'),
    showLegend: vscode.l10n.t('Legend'),
    close: vscode.l10n.t('Close'),
    diagnose: vscode.l10n.t('Diagnose'),
    insertCode: vscode.l10n.t('Insert Code'),
    reveal: vscode.l10n.t('Reveal in Tree'),
    findings: vscode.l10n.t('Findings'),
    noFindings: vscode.l10n.t('No findings.'),
    properties: vscode.l10n.t('Properties'),
    counts: vscode.l10n.t('{0} nodes, {1} edges'),
    selected: vscode.l10n.t('{0} selected'),
    states: {
      fail: vscode.l10n.t('Broken'),
      warn: vscode.l10n.t('Impaired'),
      unknown: vscode.l10n.t('Unknown'),
      pass: vscode.l10n.t('Works'),
      none: vscode.l10n.t('Not judged'),
    },
    kinds: {
      account: vscode.l10n.t('Account'),
      region: vscode.l10n.t('Region'),
      vpc: vscode.l10n.t('VPC'),
      zone: vscode.l10n.t('Availability Zone'),
      'dns-name': vscode.l10n.t('DNS name'),
      'network-acl': vscode.l10n.t('Network ACL'),
      'security-group': vscode.l10n.t('Security group'),
      'prefix-list': vscode.l10n.t('Prefix list'),
      gateway: vscode.l10n.t('Internet or virtual private gateway'),
      'service-network': vscode.l10n.t('Service network'),
      'resource-configuration': vscode.l10n.t('Resource configuration'),
      'resource-gateway': vscode.l10n.t('Resource gateway'),
      resource: vscode.l10n.t('Resource'),
      subnet: vscode.l10n.t('Subnet with workloads'),
      'vpc-endpoint': vscode.l10n.t('VPC endpoint'),
      'network-interface': vscode.l10n.t('Endpoint network interface'),
      'endpoint-service': vscode.l10n.t('Endpoint service'),
      'load-balancer': vscode.l10n.t('Load balancer'),
      listener: vscode.l10n.t('Listener'),
      'target-group': vscode.l10n.t('Target group'),
      target: vscode.l10n.t('Target'),
      'route-table': vscode.l10n.t('Route table'),
      stub: vscode.l10n.t('Not visible from here'),
    },
    edgeKinds: {
      uses: vscode.l10n.t('uses'),
      resolves: vscode.l10n.t('resolves to'),
      guards: vscode.l10n.t('guards'),
      destination: vscode.l10n.t('is the destination of routes to'),
      continues: vscode.l10n.t('continues by'),
      associates: vscode.l10n.t('is associated with'),
      'reached-through': vscode.l10n.t('is reached through'),
      reaches: vscode.l10n.t('reaches'),
      'has-interface': vscode.l10n.t('is a network interface of'),
      connects: vscode.l10n.t('connects to'),
      'served-by': vscode.l10n.t('is served by'),
      listens: vscode.l10n.t('listens on'),
      forwards: vscode.l10n.t('forwards to'),
      targets: vscode.l10n.t('sends to'),
      routes: vscode.l10n.t('routes to'),
    },
  };
}

/** The words of an exported diagram in the user's language. */
export function diagramWords(): DiagramWords {
  const { counts, legend, states, kinds, edgeKinds } = webviewStrings();
  return {
    everything: vscode.l10n.t('Everything loaded'),
    captured: vscode.l10n.t('As of {0}'),
    counts,
    legend,
    states,
    kinds,
    edgeKinds,
  };
}
