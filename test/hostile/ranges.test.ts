import { expect } from 'vitest'
import { hostileTable } from './support/table.js'
import { content } from './support/target.js'

hostileTable('ranges', [
  {
    id: 'R1',
    sentence: 'one byte, an open end, a suffix and an end beyond the file are 206 with exact bytes',
    inputs: (
      [
        ['bytes=0-0', 0, 1],
        ['bytes=5-', 5, content.length],
        ['bytes=-1', content.length - 1, content.length],
        ['bytes=5-1000000000', 5, content.length],
      ] as const
    ).map(([range, start, end]) => ({
      title: range,
      run: async (target) => {
        const answer = await target.client.get(`/files/${target.file.file_id}`, { Range: range })
        expect(answer.status).toBe(206)
        expect(answer.get('content-range')).toBe(`bytes ${start}-${end - 1}/${content.length}`)
        expect(answer.body).toEqual(content.subarray(start, end))
        if (end === content.length) target.delivered()
      },
    })),
  },
])
