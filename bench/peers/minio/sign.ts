import { createHash, createHmac } from 'node:crypto'

interface Signed {
  readonly method: string
  readonly url: URL
  readonly body: string
  readonly user: string
  readonly password: string
}

const region = 'us-east-1'

/**
 * The headers of a request with AWS Signature Version 4, which is what may change a bucket and its policy:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function sign({ method, url, body, user, password }: Signed): Record<string, string> {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
  const day = time.slice(0, 8)
  const digest = sha256(body)
  const headers = { host: url.host, 'x-amz-content-sha256': digest, 'x-amz-date': time }
  const names = Object.keys(headers).join(';')
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`)
  const [query] = [url.search.slice(1)].map((text) => (text ? `${text}=` : ''))
  const request = [method, url.pathname, query, lines.join(''), names, digest].join('\n')
  const scope = `${day}/${region}/s3/aws4_request`
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(request)].join('\n')
  const key = [day, region, 's3', 'aws4_request'].reduce<Buffer | string>(hmac, `AWS4${password}`)
  const signature = Buffer.from(hmac(key, text)).toString('hex')
  const { host: _, ...sent } = headers
  return {
    ...sent,
    Authorization: `AWS4-HMAC-SHA256 Credential=${user}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const hmac = (key: Buffer | string, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest()
