import { get, type IncomingMessage } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import type { Job } from './job.js'

/** Milliseconds between a first request, by which the server knows that the list is about to be asked for, and that. */
const notice = 50

/** Takes the whole list from a server and drops it. */
export const drain: Job = async ({ place: url }) => {
  for await (const _ of await answer(`${url}/livez`));
  await setTimeout(notice)
  const start = performance.now()
  const response = await answer(`${url}/files`)
  let bytes = 0
  for await (const chunk of response) bytes += chunk.length
  const seconds = (performance.now() - start) / 1000
  if (response.statusCode !== 200) throw new Error(`the list answered ${response.statusCode}`)
  return { 'whole list': [seconds], 'whole list, MiB/s': [bytes / 1024 ** 2 / seconds] }
}

const answer = (url: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get(url, resolve).once('error', reject)
  })
