import { afterAll, expect, test } from 'vitest'
import { FaultFs } from '../support/fs/fault-fs.js'
import { MemoryFs } from '../support/fs/memory-fs.js'
import { NthFault, shortWrite } from '../support/fs/nth-fault.js'
import { allUnsyncedLost, fixedCuts, mixedCut } from '../support/fs/power-cuts.js'
import { EmbeddedStore } from './support/embedded-store.js'
import { firstSeed, seedsAtOnce } from './support/seeds.js'
import { resumeAll, Sender } from './support/sender.js'

const figures = { moments: 0, states: 0, faults: 0 }

afterAll(() => {
  const { moments, states, faults } = figures
  console.log(`uploads in pieces: ${moments} moments, ${states} states, ${faults} calls failed`)
})

/** All that a client does with uploads that come in several requests. */
async function life(sender: Sender): Promise<void> {
  const whole = await sender.create(1500)
  await sender.append(whole, 700)
  await sender.append(whole, 800)
  await sender.create(0)
  const broken = await sender.create(900)
  await sender.append(broken, 350, true)
  const given = await sender.create(400)
  await sender.append(given, 150)
  await sender.remove(given)
  await sender.remove(whole)
  const once = await sender.create(600)
  await sender.append(once, 600)
}

/** Starts on what is left, goes on with every upload, and once more after all of that. */
async function expectKept(fs: MemoryFs, known: ReturnType<Sender['knowledge']>): Promise<void> {
  const store = await EmbeddedStore.open(fs)
  await resumeAll(store, known)
  await store.kill()
  const again = await EmbeddedStore.open(fs.after(allUnsyncedLost))
  const finished = known.map((sent) =>
    sent.state === 'open' ? { ...sent, told: sent.bytes.length, state: 'finished' as const } : sent
  )
  expect(again.missing).toBe(0)
  await resumeAll(again, finished)
  await again.kill()
}

async function at(place: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (cause) {
    throw new Error(`${place}: ${(cause as Error).message}`, { cause })
  }
}

test('a power cut after any call loses no acknowledged byte and brings nothing back', {
  timeout: 600_000,
}, async () => {
  const fs = new MemoryFs()
  const moments: { fs: MemoryFs; known: ReturnType<Sender['knowledge']>; call: string }[] = []
  const store = await EmbeddedStore.open(fs)
  const sender = new Sender(store)
  fs.onChange = (method, path) =>
    moments.push({ fs: fs.copy(), known: sender.knowledge(), call: `${method} ${path}` })
  await life(sender)
  fs.onChange = () => {}
  await store.kill()
  expect(sender.refusals).toEqual([])
  let seed = firstSeed
  for (const [number, { fs: left, known, call }] of moments.entries()) {
    figures.moments++
    const mixed = Array.from({ length: seedsAtOnce }, () => mixedCut(seed++))
    for (const cut of [...fixedCuts, ...mixed]) {
      figures.states++
      await at(`call ${number}, ${call}, ${cut.name}`, () => expectKept(left.after(cut), known))
    }
    await at(`call ${number}, ${call}, killed`, () => expectKept(left.copy(), known))
  }
  expect(figures.moments).toBeGreaterThan(60)
})

test.each(['EIO', 'ENOSPC', 'EMFILE', shortWrite])(
  '%s at any call is refused, and loses no acknowledged byte',
  async (failure) => {
    for (let nth = 1; ; nth++) {
      const memory = new MemoryFs()
      const faulty = new FaultFs({ inner: memory })
      const store = await EmbeddedStore.open(faulty)
      const fault = new NthFault({ failure, forEver: false, concerns: () => true, nth })
      faulty.intercept = (call) => fault.intercept(call) as number | undefined
      const sender = new Sender(store)
      await life(sender)
      fault.end()
      await store.kill()
      if (!fault.happened) break
      figures.faults++
      expect(faulty.openFiles).toEqual([])
      const [call] = fault.hits
      await at(`call ${nth}, ${call?.method} ${call?.path}`, async () => {
        await expectKept(memory.settled(), sender.knowledge())
        await expectKept(memory.after(allUnsyncedLost), sender.knowledge())
      })
    }
    expect(figures.faults).toBeGreaterThan(5)
  },
  600_000
)
