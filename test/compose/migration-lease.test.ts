import { expect, onTestFinished, test, vi } from 'vitest'
import { holdLease } from '../../src/compose/migration-lease.js'
import { MemoryNotes } from '../core/memory-notes.js'

function useLease() {
  vi.useFakeTimers()
  onTestFinished(() => {
    vi.useRealTimers()
  })
  return new MemoryNotes()
}

test('two migrations do not write into one database, and the second may when the first is through', async () => {
  const lease = useLease()
  const first = await holdLease(lease)
  await expect(holdLease(lease)).rejects.toMatchObject({ kind: 'in-use' })
  await first.close()
  await (await holdLease(lease)).close()
})

test('a migration keeps its place for as long as it takes', async () => {
  const lease = useLease()
  const held = await holdLease(lease)
  for (let minute = 0; minute < 10; minute++) {
    lease.now += 20_000
    await vi.advanceTimersByTimeAsync(20_000)
    held.ensure()
    await expect(holdLease(lease)).rejects.toMatchObject({ kind: 'in-use' })
  }
  await held.close()
})

test('a migration whose database was away for too long writes nothing more', async () => {
  const lease = useLease()
  const held = await holdLease(lease)
  lease.take = () => Promise.reject(new Error('away'))
  await vi.advanceTimersByTimeAsync(29_000)
  held.ensure()
  await vi.advanceTimersByTimeAsync(2_000)
  expect(() => held.ensure()).toThrow('away for too long')
  await held.close()
})
