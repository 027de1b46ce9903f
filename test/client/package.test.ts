import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { useServer } from '../support/suite.js'

const suite = useServer()

/** Runs a program that finds the package by its name, as others do, and gives what it prints. */
async function run(program: string): Promise<string> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { FILEDROP_URL: `http://127.0.0.1:${suite.current.server.port}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return text(child.stdout)
}

test('memory stays flat while a program sends a stream that is larger', async () => {
  const printed = await run(`
    import { FiledropClient } from 'filedrop/client'
    const chunk = new Uint8Array(256 * 1024)
    let left = 1024
    const content = new ReadableStream({
      pull: (controller) => (left-- > 0 ? controller.enqueue(chunk.slice()) : controller.close()),
    })
    const { file_size } = await new FiledropClient({ url: process.env.FILEDROP_URL }).upload(content)
    console.log(JSON.stringify({ file_size, kilobytes: process.resourceUsage().maxRSS }))
  `)
  const { file_size, kilobytes } = JSON.parse(printed)
  expect(file_size).toBe(256 * 1024 ** 2)
  // Node itself takes about 90 MB, and a copy of the body would be another 256.
  expect(kilobytes).toBeLessThan(220_000)
})
