import { AppError } from '../model/errors.ts';
import type { Flow } from '../ports.ts';

/**
 * `443`, `tcp/443` or `udp/53`.
 *
 * @throws AppError `bad-input`
 */
export function parseFlow(text: string): Flow {
  const [, transport = 'tcp', digits = ''] = /^(?:(tcp|udp)\/)?(\d{1,5})$/i.exec(text.trim()) ?? [];
  const port = Number(digits);
  if (port < 1 || port > 65535) {
    throw new AppError('bad-input', `"${text}" is no port: give a number from 1 to 65535, such as 443 or udp/53.`);
  }
  return { transport: transport.toLowerCase() === 'udp' ? 'udp' : 'tcp', port };
}
