import { beforeEach, describe, expect, test } from 'vitest'
import type { MetadataStep, RepairSite } from '../../../src/core/ports/repair-site.js'
import { type Permissions, planRepair } from '../../../src/core/upkeep/repair.js'
import { MemoryStoreView } from './memory-store-view.js'

const none: Permissions = {
  cutJournal: false,
  acceptEdited: false,
  dropMissing: false,
  giveUpForeign: false,
}
let store: MemoryStoreView
let steps: MetadataStep[]

beforeEach(() => {
  store = new MemoryStoreView()
  steps = []
})

function plan(permissions: Partial<Permissions> = {}) {
  const site: RepairSite = {
    contents: store.contents,
    salvage: async () => ({ view: await store.read(), steps }),
    carryOut: async () => '',
    close: async () => {},
  }
  return planRepair(site, { ...none, ...permissions }, () => {})
}

describe('planRepair', () => {
  test('has no steps for a sound store', async () => {
    store.put('a', 'text')
    expect(await plan()).toMatchObject({ steps: [], files: 1, work: { rewrite: false } })
  })

  test('asks for permission to drop a record, and keeps it until it has that', async () => {
    const record = store.put('a', 'text')
    store.put('b', 'text')
    store.stored.set('a', { text: 'tex' })
    const refused = await plan()
    expect(refused.steps).toEqual([
      { step: 'drop-missing', records: [record], needs: 'dropMissing' },
    ])
    expect([refused.files, refused.work.dropped]).toEqual([2, []])
    const permitted = await plan({ dropMissing: true })
    expect(permitted.steps[0]).toEqual({ step: 'drop-missing', records: [record] })
    expect(permitted).toMatchObject({ files: 1, work: { rewrite: true, dropped: [record] } })
    expect([...permitted.work.view.records()].map(({ id }) => id)).toEqual(['b'])
    expect(permitted.work.view.get('a')).toBeUndefined()
    expect(permitted.work.view.get('b')).toBeDefined()
  })

  test('asks for permission to give up contents that must be those of another store', async () => {
    store.put('a', 'text')
    for (let i = 0; i < 100; i++) store.stored.set(`stranger ${i}`, { text: '12345' })
    expect((await plan()).steps).toMatchObject([{ step: 'put-aside' }])
    store.stored.set('one too many', { text: '12345' })
    expect((await plan()).steps).toMatchObject([
      { step: 'give-up-foreign', needs: 'giveUpForeign' },
    ])
    expect((await plan({ giveUpForeign: true })).steps[0]).not.toHaveProperty('needs')
  })

  test('puts aside what no record names, that of dropped records included', async () => {
    store.put('a', 'text')
    store.stored.set('a', { text: 'tex' })
    store.stored.set('stranger', { text: '12345' })
    expect((await plan()).work.putAside).toEqual(['stranger'])
    expect((await plan({ dropMissing: true })).work.putAside).toEqual(['a', 'stranger'])
  })

  test('needs permission for each step that loses something, and for no other', async () => {
    steps = [
      { step: 'fall-back', file: 'f', reason: 'r' },
      { step: 'accept-edited', file: 'f', records: 0 },
      {
        step: 'cut-journal',
        file: 'f',
        offset: 0,
        reason: 'r',
        lines: 1,
        unreadable: 1,
        changes: [],
      },
    ]
    const needs = async (permissions: Partial<Permissions>) =>
      (await plan(permissions)).steps.map((step) => step.needs)
    expect(await needs({})).toEqual([undefined, 'acceptEdited', 'cutJournal'])
    expect(await needs({ cutJournal: true })).toEqual([undefined, 'acceptEdited', undefined])
    expect((await plan()).work.rewrite).toBe(true)
  })
})
