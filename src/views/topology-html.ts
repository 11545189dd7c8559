export interface PageParts {
  readonly nonce: string;
  readonly script: string;
  readonly style: string;
  readonly language: string;
  readonly title: string;
  /** Absent for the picture of everything. */
  readonly subject?: string;
  /** Of two readings that are compared. */
  readonly isComparison?: true;
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
  const comparison = parts.isComparison === true ? ' data-comparison' : '';
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
<body${subject}${comparison}>
<script nonce="${nonce}" src="${escapeHtml(parts.script)}"></script>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0) ?? 63};`);
}
