import { expect, test } from 'vitest'
import { compare } from '../crash/writers/compare.js'
import { Ledger } from '../crash/writers/ledger.js'
import { seed } from '../crash/writers/rounds.js'
import { Traffic } from '../crash/writers/traffic.js'
import { Client } from '../support/client.js'
import type { FileView } from '../support/wire.js'
import { startCluster } from './support/cluster.js'

test('every replica is restarted under 32 writers, as docs/replicas.md says, and no request fails', async () => {
  const cluster = await startCluster()
  try {
    const { client, service } = cluster
    const ledger = new Ledger()
    const traffic = new Traffic({ client, ledger, seed, cycle: 0 })
    await traffic.afterSteps(200)
    for (const { port } of service.replicas) {
      await service.nginx.takeOut(port)
      const replica = service.replicas.find((one) => one.port === port)
      expect(await replica?.stop()).toEqual({ code: 0, signal: null })
      await traffic.afterSteps(100)
      await service.restart()
      expect((await (await Client.connect(port)).get('/readyz')).status).toBe(200)
      await service.nginx.takeOut()
      await traffic.afterSteps(200)
    }
    await traffic.pause()
    expect(traffic.faults, `CRASH_SEED=${seed}`).toEqual([])
    expect(client.takeMismatches()).toEqual([])
    const list = (await client.get('/files')).json<FileView[]>()
    expect(compare(ledger, list, 'all')).toEqual([])
    traffic.allowEnd()
    traffic.resume()
    await traffic.ended
  } finally {
    await cluster.remove()
  }
})
