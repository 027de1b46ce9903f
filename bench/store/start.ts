import { BenchServer } from '../bench-server.js'

/** Seconds from the start of the built server on this directory until it listens. */
export async function start(directory: string): Promise<number> {
  const begun = performance.now()
  const server = await BenchServer.start(directory)
  const seconds = (performance.now() - begun) / 1000
  await server.stop()
  return seconds
}
