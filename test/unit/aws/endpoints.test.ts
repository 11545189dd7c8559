import { describe, expect, it } from 'vitest';
import { endpointFor } from '../../../src/aws/endpoints.ts';
import type { SharedConfig } from '../../../src/aws/shared-config.ts';

const config: SharedConfig = {
  profiles: new Map([
    ['plain', {}],
    ['all', { endpoint_url: 'http://profile' }],
    ['some', { endpoint_url: 'http://profile', services: 'local' }],
    ['lost', { endpoint_url: 'http://profile', services: 'missing' }],
    ['off', { endpoint_url: 'http://profile', ignore_configured_endpoint_urls: 'True' }],
  ]),
  services: new Map([
    [
      'local',
      {
        'ec2.endpoint_url': 'http://section-ec2',
        'elastic_load_balancing_v2.endpoint_url': 'http://section-elb',
      },
    ],
  ]),
  ssoSessions: new Map(),
  problems: [],
};

/** From the least to the most telling, as https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html orders them. */
describe('the endpoint of a service', () => {
  it.each([
    ['AWS’s own when nothing is configured', 'plain', {}, undefined],
    ['AWS’s own for a profile that is in no file', 'nobody', {}, undefined],
    ['the profile’s', 'all', {}, 'http://profile'],
    ['the profile’s when its section does not exist', 'lost', {}, 'http://profile'],
    ['the section’s before the profile’s', 'some', {}, 'http://section-ec2'],
    ['the environment’s before both', 'some', { AWS_ENDPOINT_URL: 'http://all' }, 'http://all'],
    [
      'the environment’s for the service before all',
      'some',
      { AWS_ENDPOINT_URL: 'http://all', AWS_ENDPOINT_URL_EC2: 'http://env-ec2' },
      'http://env-ec2',
    ],
    ['not an empty one', 'all', { AWS_ENDPOINT_URL: '', AWS_ENDPOINT_URL_EC2: '' }, 'http://profile'],
    ['AWS’s own when the profile ignores them', 'off', {}, undefined],
    ['AWS’s own when the environment ignores them', 'some', { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }, undefined],
    [
      'the profile’s when the environment says not to ignore',
      'off',
      { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false' },
      'http://profile',
    ],
  ] as const)('is %s', (_, profile, environment, expected) => {
    expect(endpointFor('ec2', profile, config, environment)).toBe(expected);
  });

  it('goes by the id that AWS gives the service', () => {
    expect(endpointFor('elbv2', 'some', config, {})).toBe('http://section-elb');
    const environment = { AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2: 'http://env-elb' };
    expect(endpointFor('elbv2', 'some', config, environment)).toBe('http://env-elb');
    expect(endpointFor('sso-oidc', 'plain', config, { AWS_ENDPOINT_URL_SSO_OIDC: 'http://oidc' })).toBe('http://oidc');
  });

  it('is not another service’s', () => {
    expect(endpointFor('sts', 'plain', config, { AWS_ENDPOINT_URL_EC2: 'http://env-ec2' })).toBeUndefined();
    expect(endpointFor('sts', 'some', config, {})).toBe('http://profile');
  });
});
