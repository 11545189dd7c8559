import { describe, expect, test } from 'vitest';
import { generateCode } from '../../../src/core/iac/generate.ts';
import { awsProviderMajor } from '../../../src/core/iac/provider-version.ts';
import { CONSUMER, consumerCalls, endpoint, inventoryOf } from './estate.ts';

const asking = (version: string, source = 'hashicorp/aws'): string => `
terraform {
  required_version = ">= 1.5"
  required_providers {
    random = {
      source  = "hashicorp/random"
      version = ">= 9.0"
    }
    aws = {
      source  = "${source}"
      version = "${version}"
    }
  }
}
`;

describe('the AWS provider that files ask for', () => {
  test.each([
    ['>= 6.0', 6],
    ['~> 6.2', 6],
    ['~> 5.100', 5],
    ['6.45.0', 6],
    ['= 6.0.0-beta1', 6],
    ['> 5.99', 5],
    ['>= 5.0, < 7.0', 5],
    ['>= 5.0, >= 6.1', 6],
    ['< 7.0', undefined],
    ['!= 6.1', undefined],
    ['latest', undefined],
  ])('%s begins at %s', (version, major) => {
    expect(awsProviderMajor([asking(version)])).toBe(major);
  });

  test('is the latest of those in a folder', () => {
    expect(awsProviderMajor([asking('>= 5.0'), '# nothing', asking('>= 6.0')])).toBe(6);
  });

  test('is not that of another provider, of a comment or of a text', () => {
    expect(awsProviderMajor([asking('>= 6.0', 'example/aws')])).toBeUndefined();
    expect(awsProviderMajor([asking('>= 6.0').replaceAll(/^/gm, '# ')])).toBeUndefined();
    expect(awsProviderMajor([`/*${asking('>= 6.0')}*/`])).toBeUndefined();
    expect(awsProviderMajor(['locals { version = ">= 6.0" }'])).toBeUndefined();
    expect(awsProviderMajor([''])).toBeUndefined();
  });

  test('is found in its own registry’s whole name, and whatever name it goes by', () => {
    const text = asking('>= 6.0', 'registry.terraform.io/hashicorp/aws').replace('    aws =', '    amazon =');
    expect(awsProviderMajor([text])).toBe(6);
  });
});

describe('the private DNS preference of a resource endpoint', () => {
  const inventory = inventoryOf(
    CONSUMER,
    consumerCalls([
      endpoint('vpce-0000000000000bbb1', {
        VpcEndpointType: 'Resource',
        ServiceName: undefined,
        ResourceConfigurationArn:
          'arn:aws:vpc-lattice:eu-west-1:111122223333:resourceconfiguration/rcfg-0aaaaaaaaaaaaaaaa',
        DnsOptions: {
          DnsRecordIpType: 'ipv4',
          PrivateDnsPreference: 'SPECIFIED_DOMAINS_ONLY',
          PrivateDnsSpecifiedDomains: ['db.example.com'],
        },
      }),
    ]),
  );
  const code = (existing: string, beside: readonly string[] = []) =>
    generateCode(inventory, 'vpce-0000000000000bbb1', 'terraform', { existing, beside });
  const COMMENT =
    'The private DNS preference (SPECIFIED_DOMAINS_ONLY for db.example.com) has no argument in the AWS provider 5.100.';

  test.each<[string, Parameters<typeof code>]>([
    ['nothing is asked for', ['']],
    ['version 5 is enough', ['', [asking('>= 5.0')]]],
  ])('is a comment where %s', (_, given) => {
    const { text, notes } = code(...given);
    expect(notes).toContain(COMMENT);
    expect(text).toContain(`# ${COMMENT}`);
    expect(text).not.toContain('private_dns_preference');
  });

  test.each<[string, Parameters<typeof code>]>([
    ['the file', [asking('~> 6.0')]],
    ['a file beside it', ['', [asking('>= 6.0')]]],
  ])('is an argument where %s asks for version 6', (_, given) => {
    const { text, notes } = code(...given);
    expect(notes).not.toContain(COMMENT);
    expect(text).toContain(`  dns_options {
    dns_record_ip_type            = "ipv4"
    private_dns_preference        = "SPECIFIED_DOMAINS_ONLY"
    private_dns_specified_domains = ["db.example.com"]
  }`);
  });
});
