import { expect, test, type TestContext } from 'vitest';
import type { Diagnosis } from '../../src/core/diagnosis.ts';
import { renderMarkdown } from '../../src/core/report/markdown.ts';
import { renderText } from '../../src/core/report/text.ts';
import { missing, tool } from '../tools.ts';
import { diagnoseAll } from '../unit/worlds/diagnose-world.ts';
import { checkCommands, hasAwsCli } from '../wire/aws-cli.ts';
import { brokenWorlds } from '../worlds/broken/index.ts';

/*
 * Whatever a finding tells an engineer to run is pasted into a shell, at three in the morning. So each is read here by a
 * POSIX shell's rules and by the AWS CLI's own parser and service models.
 */

/** The same command about other ids, addresses and numbers is the same command. */
function shapeOf(command: string): string {
  return command
    .replace(/\b[0-9a-f]{8,}\b/g, 'ID')
    .replace(/\b[a-z]{2}-[a-z]+-\d\b/g, 'REGION')
    .replace(/\d+/g, '0');
}

/** What the findings say, and what a person copies out of the reports. */
function commandsOf(diagnosis: Diagnosis): readonly string[] {
  const commands = diagnosis.subjects.flatMap(({ findings }) => findings.flatMap((item) => item.commands));
  const copied = [...renderMarkdown(diagnosis).matchAll(/^```+sh\n(.*)\n```+$/gm)].flatMap(([, line]) => line ?? []);
  const printed = [...renderText(diagnosis).matchAll(/^ +\$ (.*)$/gm)].flatMap(([, line]) => line ?? []);
  const own = commands.map(({ command }) => command);
  expect(copied.length).toBeGreaterThanOrEqual(own.length);
  expect(printed.length).toBeGreaterThanOrEqual(own.length);
  return [...own, ...copied, ...printed];
}

async function pythonWithCli(context: TestContext): Promise<string> {
  const python = tool(context, 'python3');
  if (!(await hasAwsCli(python))) missing(context, 'the AWS CLI is not installed for python3');
  return python;
}

/** Some hundred worlds are diagnosed and some hundred commands parsed, beside other tests. */
const PATIENCE = 300_000;

test('the AWS CLI takes every command that any finding prints', { timeout: PATIENCE }, async (context) => {
  const python = await pythonWithCli(context);
  const shapes = new Map<string, string>();
  for (const world of brokenWorlds) {
    for (const command of commandsOf(diagnoseAll(world))) shapes.set(shapeOf(command), command);
  }
  const commands = [...shapes.values()].sort();
  const operations = new Set(commands.map((command) => command.split(' ', 3).join(' ')));
  console.log(`${commands.length} commands of ${operations.size} operations, from ${brokenWorlds.length} worlds`);
  expect(operations.size).toBeGreaterThan(40);
  const faults = await checkCommands(python, commands);
  expect(commands.flatMap((command, i) => (faults[i] === null ? [] : [`${command}\n  ${faults[i] ?? ''}`]))).toEqual(
    [],
  );
});

const BAD = [
  ['aws ec2 describe-vpcs --vpc-identifiers vpc-1 --region us-east-1', 'Unknown options'],
  ['aws ec2 describe-vpc --region us-east-1', 'Invalid choice'],
  ['aws ec2 delete-vpc-endpoints --region us-east-1', 'the following arguments are required: --vpc-endpoint-ids'],
  [
    'aws ec2 describe-vpcs --filters Name=vpc-id,Values --region us-east-1',
    'Invalid type for parameter Filters[0].Name',
  ],
  ["aws ec2 describe-vpcs --filters 'Name=vpc-id,Values=[' --region us-east-1", 'Error parsing parameter'],
  [
    'aws ec2 create-tags --resources vpce-1 --tags Name=owner,Value=me --region us-east-1',
    'Unknown parameter in Tags[0]',
  ],
  ['aws elbv2 modify-target-group --target-group-arn arn --matcher 200 --region us-east-1', 'Error parsing parameter'],
  ['aws elbv2 modify-listener --listener-arn arn --port none --region us-east-1', 'none'],
  ["aws ec2 describe-vpcs --query 'Vpcs[].Vpc' --region us-east-1", 'the answer lacks'],
  ["aws ec2 describe-vpcs --query 'Vpcs[].[Vpc]' --region us-east-1", 'the answer lacks'],
  ["aws ec2 describe-vpcs --query 'Vpcs[.VpcId' --region us-east-1", 'Vpcs[.VpcId'],
  ['aws ec2 describe-vpcs --query Vpcs[].VpcId --region us-east-1', 'a shell would read'],
  ['aws ec2 describe-vpcs --vpc-ids $VPC --region us-east-1', 'a shell would read'],
  ['aws ec2 describe-vpcs --vpc-ids <VPC_ID> --region us-east-1', 'a shell would read'],
  ["aws ec2 describe-vpcs --vpc-ids 'vpc-1 --region us-east-1", 'a shell would read'],
  ['dig payments.example.com', 'dig is not the AWS CLI'],
] as const;

const GOOD = [
  'aws ec2 describe-vpcs --vpc-ids vpc-1 --region us-east-1',
  "aws ec2 describe-vpcs --query 'Vpcs[?IsDefault].VpcId' --region us-east-1",
  'aws ec2 modify-vpc-endpoint --vpc-endpoint-id VPCE_ID --policy-document file://policy.json --region us-east-1',
];

test('the same parser refuses what is wrong, one command not minding another', async (context) => {
  const python = await pythonWithCli(context);
  const faults = await checkCommands(python, [...GOOD, ...BAD.map(([command]) => command), ...GOOD]);
  expect(faults.slice(0, GOOD.length)).toEqual(GOOD.map(() => null));
  expect(faults.slice(-GOOD.length)).toEqual(GOOD.map(() => null));
  for (const [i, [command, fault]] of BAD.entries()) expect(faults[GOOD.length + i], command).toContain(fault);
});
