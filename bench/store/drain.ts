import { get, type IncomingMessage } from 'node:http'
import type { Job } from './job.js'

/** Takes the whole list from a server and drops it. */
export const drain: Job = async ({ place: url }) => {
  const start = performance.now()
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${url}/files`, resolve).once('error', reject)
  })
  let bytes = 0
  for await (const chunk of response) bytes += chunk.length
  const seconds = (performance.now() - start) / 1000
  if (response.statusCode !== 200) throw new Error(`the list answered ${response.statusCode}`)
  return { 'whole list': [seconds], 'whole list, MiB/s': [bytes / 1024 ** 2 / seconds] }
}
