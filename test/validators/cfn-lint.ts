import { execFile } from 'node:child_process';

/** Everything that cfn-lint holds against some templates, as `file:line rule message`; empty when there is nothing. */
export async function lintTemplates(
  cfnLint: string,
  files: readonly string[],
  level: 'error' | 'warning',
): Promise<string[]> {
  // Without files it would wait for a template on its standard input.
  if (files.length === 0) throw new Error('there is no template to lint');
  const output = await new Promise<string>((resolve, reject) => {
    const args = ['--format', 'json', '--non-zero-exit-code', 'none', '--regions', 'eu-west-1', '--', ...files];
    execFile(cfnLint, args, { maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`cfn-lint did not run: ${stderr}${stdout}`, { cause: error }));
    });
  });
  const found = JSON.parse(output) as {
    Level: string;
    Filename: string;
    Message: string;
    Rule: { Id: string };
    Location: { Start: { LineNumber: number } };
  }[];
  return found
    .filter((item) => item.Level === 'Error' || (level === 'warning' && item.Level === 'Warning'))
    .map((item) => `${item.Filename}:${item.Location.Start.LineNumber} ${item.Rule.Id} ${item.Message}`);
}
