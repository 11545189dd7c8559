import { randomUUID } from 'node:crypto';
import { cbor } from '@smithy/core/cbor';
import type { Protocol, ServiceModel } from './schema.ts';
import { escapeXml } from './xml.ts';

/** An answer that is an AWS error; thrown inside the server, encoded in the protocol of the service. */
export class WireError extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = 'WireError';
    this.code = code;
    this.status = status;
  }
}

interface Failure {
  readonly code: string;
  readonly status: number;
  readonly message: string;
}

/**
 * What each protocol family says for the same failure. The codes and statuses are those the services answer with: EC2's
 * own (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html) against the common ones.
 */
const FAILURES: Readonly<Record<'deny' | 'throttle' | 'expired' | 'unknown-key', Readonly<Record<Protocol, Failure>>>> =
  {
    deny: {
      'ec2-query': {
        code: 'UnauthorizedOperation',
        status: 403,
        message: 'You are not authorized to perform this operation.',
      },
      query: { code: 'AccessDenied', status: 403, message: 'User is not authorized to perform this action' },
      'rest-xml': { code: 'AccessDenied', status: 403, message: 'User is not authorized to perform this action' },
      'rest-json': {
        code: 'AccessDeniedException',
        status: 403,
        message: 'User is not authorized to perform this action',
      },
      'json-1.0': {
        code: 'AccessDeniedException',
        status: 400,
        message: 'User is not authorized to perform this action',
      },
      'json-1.1': {
        code: 'AccessDeniedException',
        status: 400,
        message: 'User is not authorized to perform this action',
      },
      'rpc-v2-cbor': {
        code: 'AccessDeniedException',
        status: 400,
        message: 'User is not authorized to perform this action',
      },
    },
    throttle: {
      'ec2-query': { code: 'RequestLimitExceeded', status: 503, message: 'Request limit exceeded.' },
      query: { code: 'Throttling', status: 400, message: 'Rate exceeded' },
      'rest-xml': { code: 'Throttling', status: 400, message: 'Rate exceeded' },
      'rest-json': { code: 'ThrottlingException', status: 429, message: 'Rate exceeded' },
      'json-1.0': { code: 'ThrottlingException', status: 400, message: 'Rate exceeded' },
      'json-1.1': { code: 'ThrottlingException', status: 400, message: 'Rate exceeded' },
      'rpc-v2-cbor': { code: 'ThrottlingException', status: 400, message: 'Rate exceeded' },
    },
    expired: {
      'ec2-query': { code: 'RequestExpired', status: 400, message: 'Request has expired.' },
      query: { code: 'ExpiredToken', status: 403, message: 'The security token included in the request is expired' },
      'rest-xml': {
        code: 'ExpiredToken',
        status: 403,
        message: 'The security token included in the request is expired',
      },
      'rest-json': {
        code: 'ExpiredTokenException',
        status: 403,
        message: 'The security token included in the request is expired',
      },
      'json-1.0': {
        code: 'ExpiredTokenException',
        status: 400,
        message: 'The security token included in the request is expired',
      },
      'json-1.1': {
        code: 'ExpiredTokenException',
        status: 400,
        message: 'The security token included in the request is expired',
      },
      'rpc-v2-cbor': {
        code: 'ExpiredTokenException',
        status: 400,
        message: 'The security token included in the request is expired',
      },
    },
    'unknown-key': {
      'ec2-query': {
        code: 'AuthFailure',
        status: 401,
        message: 'AWS was not able to validate the provided access credentials',
      },
      query: {
        code: 'InvalidClientTokenId',
        status: 403,
        message: 'The security token included in the request is invalid.',
      },
      'rest-xml': {
        code: 'InvalidClientTokenId',
        status: 403,
        message: 'The security token included in the request is invalid.',
      },
      'rest-json': {
        code: 'UnrecognizedClientException',
        status: 403,
        message: 'The security token included in the request is invalid.',
      },
      'json-1.0': {
        code: 'UnrecognizedClientException',
        status: 400,
        message: 'The security token included in the request is invalid.',
      },
      'json-1.1': {
        code: 'UnrecognizedClientException',
        status: 400,
        message: 'The security token included in the request is invalid.',
      },
      'rpc-v2-cbor': {
        code: 'UnrecognizedClientException',
        status: 400,
        message: 'The security token included in the request is invalid.',
      },
    },
  };

/** The error that this protocol's services answer for a kind of failure. */
export function failure(kind: keyof typeof FAILURES, protocol: Protocol): WireError {
  const { code, status, message } = FAILURES[kind][protocol];
  return new WireError(code, message, status);
}

/** The media type of a JSON protocol's bodies. */
export function jsonContentType(protocol: 'rest-json' | 'json-1.0' | 'json-1.1'): string {
  return protocol === 'rest-json' ? 'application/json' : `application/x-amz-${protocol}`;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** An error as the protocol writes it. */
export function encodeError(service: Pick<ServiceModel, 'protocol' | 'xmlNamespace'>, error: WireError): WireResponse {
  const requestId = randomUUID();
  const { code, message, status } = error;
  const element = `<Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message>`;
  switch (service.protocol) {
    case 'ec2-query':
      return {
        status,
        headers: { 'content-type': 'text/xml;charset=UTF-8' },
        body: `<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error>${element}</Error></Errors><RequestID>${requestId}</RequestID></Response>`,
      };
    case 'query':
    case 'rest-xml':
      return {
        status,
        headers: { 'content-type': 'text/xml' },
        body: `<ErrorResponse xmlns="${service.xmlNamespace}"><Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type>${element}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
      };
    case 'rest-json':
      return {
        status,
        headers: { 'content-type': 'application/json', 'x-amzn-errortype': code, 'x-amzn-requestid': requestId },
        body: JSON.stringify({ message }),
      };
    case 'json-1.0':
    case 'json-1.1':
      return {
        status,
        headers: { 'content-type': jsonContentType(service.protocol), 'x-amzn-requestid': requestId },
        body: JSON.stringify({ __type: code, message }),
      };
    case 'rpc-v2-cbor':
      return {
        status,
        headers: {
          'content-type': 'application/cbor',
          'smithy-protocol': 'rpc-v2-cbor',
          'x-amzn-requestid': requestId,
        },
        body: cbor.serialize({ __type: code, message }),
      };
  }
}
