import { provideVSCodeDesignSystem, vsCodeButton } from '@vscode/webview-ui-toolkit';

/*
 * The controls of the page. This is the only file that knows which library draws them: it is no longer maintained, and
 * replacing it must stay a matter of this file.
 */

/** Makes the controls known to the page; to be called once, before any is made. */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(vsCodeButton());
}

export interface ButtonOptions {
  readonly label: string;
  readonly onClick: () => void;
  /** Path data on a 16 by 16 grid: then the button shows only this, and the label is its tooltip and accessible name. */
  readonly icon?: string;
  readonly primary?: boolean;
  readonly id?: string;
}

export function createButton(options: ButtonOptions): HTMLElement {
  const button = document.createElement('vscode-button');
  const appearance = options.icon !== undefined ? 'icon' : options.primary === true ? 'primary' : 'secondary';
  button.setAttribute('appearance', appearance);
  if (options.id !== undefined) button.id = options.id;
  if (options.icon === undefined) {
    button.textContent = options.label;
  } else {
    button.setAttribute('aria-label', options.label);
    button.title = options.label;
    button.append(createIcon(options.icon));
  }
  button.addEventListener('click', options.onClick);
  return button;
}

/** A button that is on or off, and says so. */
export function setPressed(button: HTMLElement, pressed: boolean): void {
  button.setAttribute('aria-pressed', String(pressed));
  button.classList.toggle('pressed', pressed);
}

/** A short word in a frame: a severity. The library's own tag sets a style attribute, which the page's policy forbids. */
export function createTag(text: string): HTMLElement {
  const tag = document.createElement('span');
  tag.className = 'tag';
  tag.textContent = text;
  return tag;
}

/** A line drawing in the colour of the text around it. */
export function createIcon(path: string): SVGSVGElement {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('width', '16');
  svg.setAttribute('height', '16');
  svg.setAttribute('aria-hidden', 'true');
  svg.classList.add('line-icon');
  const line = document.createElementNS(namespace, 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

/** A box to tick. */
export function createCheckbox(label: string, checked: boolean, onChange: (checked: boolean) => void): HTMLElement {
  const input = document.createElement('input');
  input.type = 'checkbox';
  input.checked = checked;
  input.addEventListener('change', () => {
    onChange(input.checked);
  });
  const whole = document.createElement('label');
  whole.className = 'check';
  whole.append(input, label);
  return whole;
}

/** One choice of several. */
export function createSelect(
  label: string,
  options: readonly { readonly value: string; readonly text: string }[],
  value: string,
  onChange: (value: string) => void,
): HTMLElement {
  const select = document.createElement('select');
  select.setAttribute('aria-label', label);
  for (const option of options) select.append(new Option(option.text, option.value, false, option.value === value));
  select.addEventListener('change', () => {
    onChange(select.value);
  });
  return select;
}

/** A line of text, told when Enter is pressed or the line is left. */
export function createTextInput(
  label: string,
  value: string,
  onChange: (value: string) => void,
  suggestions: readonly string[] = [],
): HTMLInputElement {
  const input = document.createElement('input');
  input.type = 'text';
  input.value = value;
  input.placeholder = label;
  input.setAttribute('aria-label', label);
  input.addEventListener('change', () => {
    onChange(input.value.trim());
  });
  if (suggestions.length > 0) {
    const list = document.createElement('datalist');
    list.id = 'suggestions';
    for (const suggestion of suggestions) list.append(new Option(suggestion, suggestion));
    input.setAttribute('list', list.id);
    input.append(list);
  }
  return input;
}
