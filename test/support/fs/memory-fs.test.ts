import { expect, test } from 'vitest'
import { FaultFs } from './fault-fs.js'
import { MemoryFs } from './memory-fs.js'
import { allUnsyncedLost, mixedCut, nothingLost } from './power-cuts.js'

async function write(fs: MemoryFs, path: string, bytes: string): Promise<void> {
  const file = await fs.open(path, 'append')
  await file.write([Buffer.from(bytes)])
}

const names = (fs: MemoryFs) => [...fs.files().keys()].sort()

test('a power cut takes bytes until they are synced, and names until their directory is', async () => {
  const fs = new MemoryFs()
  const file = await fs.open('/data/a', 'create')
  await file.write([Buffer.from('x')])
  expect(names(fs.after(allUnsyncedLost))).toEqual([])
  await fs.syncDirectory('/data')
  expect(fs.after(allUnsyncedLost).files().get('/data/a')).toEqual(Buffer.from(''))
  await file.datasync()
  expect(fs.after(allUnsyncedLost).files().get('/data/a')).toEqual(Buffer.from('x'))
  expect(fs.after(nothingLost).fingerprint()).toBe(fs.fingerprint())
})

test('a mixed cut leaves a rename in one directory done or not done, never half', async () => {
  const fs = new MemoryFs()
  await write(fs, '/data/a', 'x')
  await fs.syncDirectory('/data')
  await fs.rename('/data/a', '/data/b')
  const outcomes = new Set<string>()
  for (let seed = 0; seed < 40; seed++) outcomes.add(names(fs.after(mixedCut(seed))).join())
  expect([...outcomes].sort()).toEqual(['/data/a', '/data/b'])
})

test('a rename whose source directory alone was synced can be lost altogether', async () => {
  const fs = MemoryFs.of({ '/data/from/a': 'x', '/data/to/b': 'y' })
  await fs.rename('/data/from/a', '/data/to/a')
  await fs.syncDirectory('/data/from')
  expect(names(fs.after(allUnsyncedLost))).toEqual(['/data/to/b'])
  await fs.syncDirectory('/data/to')
  expect(names(fs.after(allUnsyncedLost))).toEqual(['/data/to/a', '/data/to/b'])
})

test('a mixed cut tears bytes at sectors and is the same for the same seed', async () => {
  const fs = new MemoryFs()
  await write(fs, '/data/a', 'x'.repeat(3000))
  await fs.syncDirectory('/data')
  const torn = new Set<string>()
  for (let seed = 0; seed < 40; seed++) {
    const left = fs.after(mixedCut(seed))
    expect(left.fingerprint()).toBe(fs.after(mixedCut(seed)).fingerprint())
    const bytes = left.files().get('/data/a') as Buffer
    for (let at = 0; at < bytes.length; at += 512) {
      expect(new Set(bytes.subarray(at, at + 512)).size).toBe(1)
    }
    torn.add(left.fingerprint())
  }
  expect(torn.size).toBeGreaterThan(10)
})

test('what was forgotten in a failed sync is not made durable by a later one', async () => {
  const fs = new MemoryFs()
  const file = await fs.open('/data/a', 'create')
  await file.write([Buffer.from('x')])
  fs.forget('/data')
  fs.forget('/data/a')
  await file.datasync()
  await fs.syncDirectory('/data')
  expect(names(fs)).toEqual(['/data/a'])
  expect(names(fs.after(allUnsyncedLost))).toEqual([])
})

test('a file is known to be open until it is closed, also where closing it fails', async () => {
  const fs = new FaultFs({ inner: new MemoryFs() })
  const file = await fs.open('/data/a', 'create')
  expect(fs.openFiles).toEqual(['/data/a'])
  fs.failNext('close', /a/, 'EIO')
  await expect(file.close()).rejects.toThrow('EIO')
  expect(fs.openFiles).toEqual([])
})
