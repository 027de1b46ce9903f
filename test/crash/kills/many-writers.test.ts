import { expect, test } from 'vitest'
import { ownServer } from '../../support/suite.js'
import { killed, timeout } from '../writers/rounds.js'

const writers = 400

test(
  'a server that is killed under hundreds of uploads at once starts again, every time',
  async () => {
    const suite = await ownServer()
    let acknowledged = 0
    for (let round = 0; round < killed; round++) {
      const { client } = suite
      const target = acknowledged + 400
      const headers = { 'Content-Type': 'image/png' }
      const write = async (reached: () => void) => {
        for (;;) {
          const answer = await client.request('POST', '/files/upload?name=a', {
            headers,
            body: 'x',
          })
          if (answer.status !== 201) return
          if (++acknowledged === target) reached()
        }
      }
      await new Promise<void>((reached, fail) => {
        const all = Array.from({ length: writers }, () => write(reached).catch(() => {}))
        Promise.all(all).then(() => reached(), fail)
      })
      await suite.server.kill()
      await suite.restart()
      expect((await suite.list()).length).toBeGreaterThanOrEqual(acknowledged)
    }
    console.log(
      `kills under ${writers} writers: ${killed}, ${acknowledged} uploads acknowledged, 0 lost`
    )
  },
  timeout
)
