import { setTimeout } from 'node:timers/promises'
import { sign } from './sign.js'

/** Makes a bucket in which everybody may read, write and list: clients that sign would measure themselves. */
export async function publicBucket(
  server: string,
  bucket: string,
  account: { readonly user: string; readonly password: string }
): Promise<void> {
  const statement = (actions: readonly string[], resource: string) => ({
    Effect: 'Allow',
    Principal: { AWS: ['*'] },
    Action: actions.map((action) => `s3:${action}`),
    Resource: [`arn:aws:s3:::${resource}`],
  })
  const policy = {
    Version: '2012-10-17',
    Statement: [
      statement(['ListBucket'], bucket),
      statement(['GetObject', 'PutObject', 'DeleteObject'], `${bucket}/*`),
    ],
  }
  const put = async (path: string, body: string) => {
    const url = new URL(path, server)
    // It listens before its store is ready, and says 503 until then.
    for (let attempts = 0; ; attempts++) {
      const headers = sign({ method: 'PUT', url, body, ...account })
      const response = await fetch(url, { method: 'PUT', headers, body })
      const answer = await response.text()
      if (response.ok || response.status === 409) return
      if (response.status !== 503 || attempts === 100) throw new Error(`MinIO: ${answer}`)
      await setTimeout(50)
    }
  }
  await put(`/${bucket}`, '')
  await put(`/${bucket}?policy`, JSON.stringify(policy))
}
