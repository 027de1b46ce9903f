import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { requestHead } from '../support/client.js'
import { upload } from '../support/doors.js'
import { ownServer } from '../support/suite.js'

const fixture = fileURLToPath(new URL('./fixtures/unforeseen.mjs', import.meta.url))

describe.each(['uncaughtException', 'unhandledRejection'])(
  'an error that nobody foresaw, %s',
  (event) => {
    test('is logged as fatal and ends the process with status 70, and nothing acknowledged is lost', async () => {
      const suite = await ownServer({ NODE_OPTIONS: `--import=${fixture}`, UNFORESEEN: event })
      const { client, server } = suite
      const file = await upload(client, { content: 'acknowledged' })
      const connection = await client.open()
      await connection.send(
        requestHead('POST', '/files/upload', {
          Host: client.host,
          'Content-Type': 'image/png',
          'Content-Length': '100000',
        })
      )
      await connection.send('half'.repeat(20_000))
      await expect.poll(() => suite.temporaryFiles()).toHaveLength(1)
      server.signal('SIGUSR2')
      expect(await server.exited).toEqual({ code: 70, signal: null })
      connection.close()
      const fatal = server.log.filter(({ level }) => Number(level) >= 60)
      expect(fatal).toEqual([
        expect.objectContaining({
          msg: event,
          err: expect.objectContaining({ message: 'unforeseen' }),
        }),
      ])
      expect(server.strayLines).toEqual([])
      await suite.restart()
      expect(await suite.list()).toEqual([file])
      expect(await suite.temporaryFiles()).toEqual([])
      expect((await suite.client.get(`/files/${file.file_id}`)).text).toBe('acknowledged')
    })
  }
)
