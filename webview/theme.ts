import type { Palette } from '../src/core/graph/card.ts';
import { kindColours } from '../src/core/graph/palettes.ts';

/* VS Code gives a theme to a webview as CSS variables on <html> and a class on <body>. */

/**
 * The first of the variables that the theme sets. VS Code turns the first dot of a colour's id into a dash, and only the
 * first: `privatelink.state.broken` arrives as `privatelink-state.broken`.
 */
function colour(style: CSSStyleDeclaration, names: readonly string[], fallback: string): string {
  for (const name of names) {
    const value = style.getPropertyValue(`--vscode-${name}`).trim();
    if (value !== '') return value;
  }
  return fallback;
}

/** The colours of the theme of the moment. */
export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const classes = document.body.classList;
  const contrast = classes.contains('vscode-high-contrast') || classes.contains('vscode-high-contrast-light');
  const light = classes.contains('vscode-light') || classes.contains('vscode-high-contrast-light');
  const pick = (names: readonly string[], inLight: string, inDark: string): string =>
    colour(style, names, light ? inLight : inDark);
  const foreground = pick(['editor-foreground', 'foreground'], '#1f2328', '#d4d4d4');
  const muted = contrast ? foreground : pick(['descriptionForeground'], '#616161', '#9d9d9d');
  const network = pick(['charts-blue'], '#1a85ff', '#3794ff');
  const privateLink = pick(['charts-purple'], '#652d90', '#b180d7');
  const balancing = pick(['terminal-ansiCyan'], '#0598bc', '#11a8cd');
  const line = pick(['contrastBorder'], '#0f4a85', '#6fc3df');
  return {
    background: pick(['editor-background'], '#ffffff', '#1e1e1e'),
    foreground,
    muted,
    card: contrast
      ? pick(['editor-background'], '#ffffff', '#000000')
      : pick(['editorWidget-background'], '#f8f8f8', '#252526'),
    selection: pick(['contrastActiveBorder', 'focusBorder'], '#005fb8', '#007fd4'),
    contrast,
    onColour: pick(['editor-background'], '#ffffff', '#1e1e1e'),
    states: {
      fail: pick(['privatelink-state.broken', 'testing-iconFailed'], '#c62828', '#f14c4c'),
      warn: pick(['privatelink-state.degraded', 'editorWarning-foreground'], '#a86200', '#cca700'),
      unknown: pick(['privatelink-state.unknown', 'descriptionForeground'], '#616161', '#9d9d9d'),
      pass: pick(['privatelink-state.healthy', 'testing-iconPassed'], '#388a34', '#73c991'),
      none: contrast ? line : muted,
    },
    kinds: kindColours({ frame: muted, network, privateLink, balancing }),
  };
}

/** Calls back when the user changes the theme. */
export function onThemeChange(changed: () => void): void {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
}
