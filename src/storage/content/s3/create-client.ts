import { env } from 'node:process'
import { S3Client } from '@aws-sdk/client-s3'
import type { S3Settings } from './s3-settings.js'
import { within } from './within.js'

type Send = (command: unknown, options?: object) => Promise<unknown>

const silent = { debug() {}, info() {}, warn() {}, error() {} }

/**
 * The client of the SDK, each call of which ends within the timeout, its retries included. The timeouts that the SDK
 * has count from one retry to the next, and the one for silence also runs while a reader takes its time.
 */
export function createClient(settings: S3Settings): S3Client {
  const { endpoint, region, credentials, forcePathStyle, maxSockets, timeout } = settings
  // The version is pinned to one that runs here; what later ones will need is for whoever raises it.
  env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
  const client = new S3Client({
    ...(endpoint !== undefined && { endpoint }),
    region,
    ...(credentials && { credentials }),
    forcePathStyle,
    maxAttempts: 3,
    requestChecksumCalculation:
      settings.checksums === 'when_supported' ? 'WHEN_SUPPORTED' : 'WHEN_REQUIRED',
    // They exist for whole contents alone, and the stream that checks them does not end when its source breaks.
    responseChecksumValidation: 'WHEN_REQUIRED',
    // To be asked first costs each part a connection of its own, which no limit counts.
    expectContinueHeader: false,
    requestHandler: {
      // Waiting for a socket counts as well: a dead address is tried once more, a pool that is used up fails.
      connectionTimeout: Math.ceil(timeout / 2),
      socketTimeout: 0,
      httpAgent: { keepAlive: true, maxSockets },
      httpsAgent: { keepAlive: true, maxSockets },
      logger: silent,
    },
  })
  const send = client.send.bind(client) as Send
  const bounded: Send = (command, options) =>
    within(timeout, (abortSignal) => send(command, { ...options, abortSignal }))
  client.send = bounded as typeof client.send
  return client
}
