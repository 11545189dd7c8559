import type { ClientRequest } from 'node:http';
import type { AgentOptions } from 'node:https';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';
import { Agent, type AgentConnectOpts } from 'agent-base';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { bypassesProxy, type Proxy } from './proxy.ts';
import type { Environment } from './shared-config.ts';

/**
 * An agent whose connections go through the proxy, by CONNECT, but for the hosts that bypass it.
 *
 * @param scheme what all of its requests have
 */
export function proxyAgent(
  scheme: 'http' | 'https',
  proxy: Proxy,
  environment: Environment,
  options: AgentOptions,
): Agent {
  return new RoutedAgent(scheme, proxy, environment, options);
}

class RoutedAgent extends Agent {
  readonly #isSecure: boolean;
  readonly #environment: Environment;
  readonly #tunnel: HttpsProxyAgent<string>;

  constructor(
    scheme: 'http' | 'https',
    { url, authorization }: Proxy,
    environment: Environment,
    options: AgentOptions,
  ) {
    super(options);
    this.#isSecure = scheme === 'https';
    this.#environment = environment;
    this.#tunnel = new HttpsProxyAgent<string>(url.href, {
      ...options,
      ...(authorization === undefined ? {} : { headers: { 'Proxy-Authorization': authorization } }),
    });
  }

  /** Else it is guessed from the stack, otherwise when a connection is opened than when it is free, and none is used again. */
  override isSecureEndpoint(): boolean {
    return this.#isSecure;
  }

  override connect(request: ClientRequest, options: AgentConnectOpts): Promise<Socket> | Socket {
    const { host, port } = options;
    if (!bypassesProxy(host ?? '', port, this.#environment)) return this.#tunnel.connect(request, options);
    return options.secureEndpoint ? connectSecure({ servername: host, ...options }) : connectPlain(options);
  }
}
