import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { FileInfo } from '../../src/client/client.js'
import { PendingDeletions, undoTime } from '../../src/web/files/pending-deletions.js'
import { fileOf } from './support/files.js'

const a = fileOf('a')
const b = fileOf('b')
const c = fileOf('c')
const send = vi.fn(async (_file: FileInfo, _how: { leaving: boolean }) => {})
const onFailure = vi.fn()
const onChange = vi.fn()
let deletions: PendingDeletions

beforeEach(() => {
  vi.useFakeTimers()
  send.mockReset().mockResolvedValue()
  onFailure.mockReset()
  deletions = new PendingDeletions({ send, onFailure, onChange })
})
afterEach(() => vi.useRealTimers())

describe('a deletion', () => {
  test('hides its files at once and is sent when it can no longer be undone', () => {
    const undo = deletions.add([a, b])
    expect([deletions.isHidden(a), deletions.isHidden(b)]).toEqual([true, true])
    vi.advanceTimersByTime(undoTime - 1)
    expect(send).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(send.mock.calls).toEqual([
      [a, { leaving: false }],
      [b, { leaving: false }],
    ])
    expect([undo(), deletions.isHidden(a)]).toEqual([false, true])
  })

  test('that is undone is never sent, and others are', () => {
    const undo = deletions.add([a])
    deletions.add([b])
    expect([undo(), undo(), deletions.isHidden(a)]).toEqual([true, false, false])
    vi.advanceTimersByTime(undoTime)
    deletions.leave()
    expect(send.mock.calls).toEqual([[b, { leaving: false }]])
  })

  test('is sent at once, and once, when the page is left', () => {
    deletions.add([a])
    deletions.leave()
    vi.advanceTimersByTime(undoTime)
    expect(send.mock.calls).toEqual([[a, { leaving: true }]])
  })

  test('that failed shows its files again and tells of all of them at once', async () => {
    const error = new Error('refused')
    send.mockImplementation(async (file) => {
      if (file !== b) throw error
    })
    deletions.add([a, b, c])
    await vi.advanceTimersByTimeAsync(undoTime)
    expect([a, b, c].map((file) => deletions.isHidden(file))).toEqual([false, true, false])
    expect(onFailure.mock.calls).toEqual([
      [
        [
          { file: a, error },
          { file: c, error },
        ],
      ],
    ])
  })
})
