import { afterAll, beforeAll, beforeEach, describe, onTestFinished } from 'vitest'
import { sharedChanges } from './changes.js'
import { sharedFaults } from './faults.js'
import { sharedLeases } from './leases.js'
import { sharedMarks } from './marks.js'
import { sharedNotes } from './notes.js'
import type { OpenOptions, SharedServer, SharedStore, SharedSuite } from './shared-suite.js'
import { sharedTransfer } from './transfer.js'

/** What a metadata store promises beyond its port when several processes share it, and when its database goes away. */
export function describeSharedStore(name: string, start: () => Promise<SharedServer>): void {
  describe(`shared metadata store: ${name}`, () => {
    let server: SharedServer
    let openStore: (options: OpenOptions) => Promise<SharedStore>
    beforeAll(async () => {
      server = await start()
    }, 300_000)
    afterAll(() => server.remove())
    beforeEach(async () => {
      openStore = await server.createDatabase()
    })
    const suite: SharedSuite = {
      server: () => server,
      open: async (options = {}) => {
        const store = await openStore(options)
        onTestFinished(() => store.close())
        return store
      },
    }
    sharedChanges(suite)
    sharedNotes(suite)
    sharedLeases(suite)
    sharedMarks(suite)
    sharedTransfer(suite)
    sharedFaults(suite)
  })
}
