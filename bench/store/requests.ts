import { randomBytes } from 'node:crypto'
import { Agent, type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http'
import { atOnce } from './at-once.js'
import { built } from './built.js'
import type { Job } from './job.js'
import { sampleNumbers, sampleRecord } from './sample-record.js'

const clients = 32
const content = randomBytes(4096)
const agent = new Agent({ keepAlive: true })

/** What one request of many costs, as clients of a server see it. */
export const requests: Job = async ({ place: url, records, quick }) => {
  const { cursorAfter } = await built('core/list-cursor.js')
  const count = quick ? 400 : 2000
  const rounds = quick ? 2 : 5
  const figures: Record<string, number[]> = {
    'upload over HTTP': [],
    'lookup over HTTP': [],
    'page over HTTP': [],
  }
  for (let round = 0; round <= rounds; round++) {
    const numbers = sampleNumbers(records, count, round).map((number) => Math.max(number, 101))
    const chosen = numbers.map(sampleRecord)
    const newest = { sort: 'created', order: 'desc' } as const
    const paths = chosen.map((record) => `/files?limit=100&cursor=${cursorAfter(record, newest)}`)
    const took = {
      'upload over HTTP': await atOnce(clients, count, () =>
        upload(`${url}/files/upload?name=new`)
      ),
      'lookup over HTTP': await atOnce(clients, count, (n) =>
        ask(`${url}/files/${chosen[n]?.id}/metadata`)
      ),
      'page over HTTP': await atOnce(clients, count / 4, (n) => ask(`${url}${paths[n]}`)),
    }
    // The first round is for the compiler.
    if (round === 0) continue
    for (const [name, milliseconds] of Object.entries(took)) figures[name]?.push(milliseconds)
  }
  return figures
}

const upload = (url: string) =>
  ask(url, content, { 'Content-Type': 'text/plain', 'Content-Length': content.length })

async function ask(url: string, body?: Buffer, headers?: OutgoingHttpHeaders): Promise<void> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { agent, method: body ? 'POST' : 'GET', ...(headers && { headers }) })
      .once('response', resolve)
      .once('error', reject)
      .end(body)
  })
  if (response.statusCode !== (body ? 201 : 200)) throw new Error(`${response.statusCode} ${url}`)
  await new Promise((resolve, reject) => {
    response.once('end', resolve).once('error', reject).resume()
  })
}
