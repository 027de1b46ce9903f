import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { etagOf as etagOfService } from '../../src/http/etag.js'
import { etagOf } from '../../src/web/actions/etag-of.js'

test('the tag of a listed file is the one that the service gives it', () => {
  for (let n = 0; n < 50; n++) {
    const sha256 = createHash('sha256').update(String(n)).digest('hex')
    const record = { sha256, revision: n } as Parameters<typeof etagOfService>[0]
    expect(etagOf({ sha256, revision: n })).toBe(etagOfService(record))
  }
})
