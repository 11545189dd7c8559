import { describe, expect, it } from 'vitest';
import { bypassesProxy, proxyFor } from '../../../src/aws/proxy.ts';

describe('the proxy', () => {
  it.each([
    [{}, undefined],
    [{ https_proxy: '' }, undefined],
    [{ HTTPS_PROXY: 'http://proxy.example:3128' }, 'http://proxy.example:3128/'],
    [{ HTTPS_PROXY: 'proxy.example:3128' }, 'http://proxy.example:3128/'],
    [{ HTTPS_PROXY: ' https://proxy.example ' }, 'https://proxy.example/'],
    [{ https_proxy: 'http://lower:1', HTTPS_PROXY: 'http://upper:1' }, 'http://lower:1/'],
    // Empty is a way to say that there is none, whatever the other says.
    [{ https_proxy: '', HTTPS_PROXY: 'http://upper:1' }, undefined],
    [{ HTTP_PROXY: 'http://only-for-http:1' }, undefined],
    [{ https_proxy: 'http://[::1]:3128' }, 'http://[::1]:3128/'],
  ])('of %o is %s', (environment, expected) => {
    expect(proxyFor('https', environment)?.url.href).toBe(expected);
  });

  it('has the name and the password apart from its URL', () => {
    const proxy = proxyFor('http', { http_proxy: 'http://a%40b:p%3Aq@proxy.example:8080' });
    expect(proxy?.url.href).toBe('http://proxy.example:8080/');
    expect(proxy?.authorization).toBe(`Basic ${Buffer.from('a@b:p:q').toString('base64')}`);
  });

  it.each(['socks5://secret@proxy:1080', 'ftp://secret@proxy', 'http://secret@', 'http://secret@proxy:port'])(
    'cannot be %s, and the sentence does not repeat it',
    (value) => {
      const error = ((): unknown => {
        try {
          return proxyFor('https', { https_proxy: value });
        } catch (thrown) {
          return thrown;
        }
      })();
      expect(error).toMatchObject({ message: expect.stringMatching(/^The proxy that https_proxy names/) as string });
      expect(String(error)).not.toContain('secret');
    },
  );

  it('with a percent sign in its password is taken as it is written', () => {
    const proxy = proxyFor('https', { https_proxy: 'http://ada:100%@proxy.example' });
    expect(proxy?.authorization).toBe(`Basic ${Buffer.from('ada:100%').toString('base64')}`);
  });
});

describe('a host is reached without a proxy', () => {
  const EC2 = 'ec2.us-east-1.amazonaws.com';
  it.each([
    ['*', EC2, true],
    [EC2, EC2, true],
    ['amazonaws.com', EC2, true],
    ['.amazonaws.com', EC2, true],
    ['*.amazonaws.com', EC2, true],
    [' corp.example , AMAZONAWS.COM ', EC2, true],
    ['zonaws.com', EC2, false],
    ['ec2.us-east-1', EC2, false],
    [`${EC2}:443`, EC2, true],
    [`${EC2}:8443`, EC2, false],
    ['', EC2, false],
    [',,', EC2, false],
    ['10.0.0.7', '10.0.0.7', true],
    ['', 'localhost', true],
    ['', 'api.localhost', true],
    ['', '127.0.0.53', true],
    ['', '::1', true],
    ['', 'localhost.example', false],
  ])('NO_PROXY %j, host %s: %s', (list, host, expected) => {
    expect(bypassesProxy(host, 443, { NO_PROXY: list })).toBe(expected);
  });

  it('as the variable in lower case says', () => {
    expect(bypassesProxy(EC2, 443, { no_proxy: '', NO_PROXY: '*' })).toBe(false);
  });
});
