import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { codeOf } from '../../core/code-of.js'
import { insertFile, type SharedSuite } from './shared-suite.js'

/** Two replicas at the same files. */
export function sharedChanges({ open }: SharedSuite): void {
  describe('two stores on one database', () => {
    test('count 1,000 downloads of one file as 1,000', async () => {
      const [one, other] = [await open(), await open()]
      const { id } = await insertFile(one)
      const stores = Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? one : other))
      await Promise.all(stores.map((store) => store.addDownload(id)))
      expect((await one.get(id))?.downloadCount).toBe(1000)
      expect((await other.get(id))?.downloadCount).toBe(1000)
    })

    test('have one winner among racing changes of one revision', async () => {
      const [one, other] = [await open(), await open()]
      const { id } = await insertFile(one)
      for (let revision = 1; revision <= 10; revision++) {
        const codes = await Promise.all(
          Array.from({ length: 20 }, (_, i) =>
            codeOf(() =>
              (i % 2 === 0 ? one : other).update(id, { name: `${i}` }, { ifRevision: revision })
            )
          )
        )
        expect(codes.filter((code) => code === 'no error')).toHaveLength(1)
        expect(codes.filter((code) => code === 'PRECONDITION_FAILED')).toHaveLength(19)
      }
      expect((await one.get(id))?.revision).toBe(11)
    })

    test('make every change without a condition, each on the one before it', async () => {
      const [one, other] = [await open(), await open()]
      const { id } = await insertFile(one)
      const changes = await Promise.all(
        Array.from({ length: 30 }, (_, i) =>
          (i % 2 === 0 ? one : other).update(id, { name: `${i}` }, {})
        )
      )
      changes.sort((a, b) => a.after.revision - b.after.revision)
      expect(changes.map(({ after }) => after.revision)).toEqual(changes.map((_, i) => i + 2))
      for (const [i, { before, after }] of changes.entries()) {
        expect(after.updatedAt).toBeGreaterThan(before.updatedAt)
        if (i > 0) expect(before).toEqual(changes[i - 1]?.after)
      }
    })

    test('see at once what the other one confirmed', async () => {
      const [one, other] = [await open(), await open()]
      for (let i = 0; i < 20; i++) {
        const record = await insertFile(one, { publishedAs: 'x.txt' })
        expect(await other.get(record.id)).toEqual(record)
        expect(await other.findPublished('x.txt')).toEqual(record)
        await other.delete(record.id, {})
        expect(await one.get(record.id)).toBeUndefined()
      }
    })

    test('give a change a later time than the one before it, whatever their clocks', async () => {
      const [ahead, behind] = [
        await open({ now: () => Date.now() + 60_000 }),
        await open({ now: () => Date.now() - 60_000 }),
      ]
      const record = await insertFile(ahead)
      const { after } = await behind.update(record.id, { name: 'x' }, {})
      expect(after.updatedAt).toBeGreaterThan(record.updatedAt)
      expect((await insertFile(behind)).createdAt).toBeGreaterThan(after.updatedAt)
    })

    test('keep the order of creation, whatever their clocks', async () => {
      const [ahead, behind] = [
        await open({ now: () => Date.now() + 3_600_000 }),
        await open({ now: () => Date.now() - 3_600_000 }),
      ]
      const ids: string[] = []
      for (let i = 0; i < 10; i++) {
        ids.push((await insertFile(i % 2 ? ahead : behind)).id)
        // Longer than half of what an answer of the database takes.
        await sleep(50)
      }
      const rows = await behind.page({ sort: 'created', order: 'asc', limit: 100 })
      expect(rows.map(({ id }) => id)).toEqual(ids)
      expect(Math.abs((rows[0]?.createdAt ?? 0) - Date.now())).toBeLessThan(60_000)
    })

    test('go on with later times than are stored when one is opened with a late clock', async () => {
      const record = await insertFile(await open({ now: () => Date.now() + 60_000 }))
      const behind = await open({ now: () => Date.now() - 60_000 })
      expect((await insertFile(behind)).createdAt).toBeGreaterThan(record.updatedAt)
    })

    test('keep lists and totals right while both change much at once', async () => {
      const [one, other] = [await open(), await open()]
      const pick = (i: number) => (i % 2 === 0 ? one : other)
      const files = await Promise.all(
        Array.from({ length: 80 }, (_, i) => insertFile(pick(i), { size: i }))
      )
      await Promise.all(
        files.map(async ({ id }, i) => {
          await pick(i + 1).addDownload(id)
          if (i % 3 === 0) await pick(i + 1).delete(id, {})
          if (i % 3 === 1) await pick(i + 1).update(id, { name: `${i}` }, {})
        })
      )
      const rows = await one.page({ sort: 'created', order: 'asc', limit: 100 })
      expect(rows).toHaveLength(53)
      expect(rows.every(({ downloadCount }) => downloadCount === 1)).toBe(true)
      const bytes = rows.reduce((sum, { size }) => sum + size, 0)
      expect(await other.totals()).toEqual({ files: 53, bytes })
    })
  })
}
