import { expect, test } from 'vitest'
import { upload } from '../../support/doors.js'
import { cannotMountDisks } from './disk-image.js'
import { losePower, useRoom, withServerAfter, withServerOn } from './lose-power.js'

const count = 180

test('a power loss that brings back the contents of deleted files keeps no server from starting', async ({
  skip,
}) => {
  const reason = cannotMountDisks('btrfs')
  if (reason !== undefined) {
    console.log(`power loss behind deletions: left out, ${reason}`)
    return skip(reason)
  }
  const room = await useRoom()
  const disk = await room.newDisk('disk', 'btrfs')
  disk.mount()
  await withServerOn(disk, async ({ client, server }) => {
    const uploads = Array.from({ length: count }, (_, index) =>
      upload(client, { content: `file ${index}` })
    )
    const [kept, ...deleted] = (await Promise.all(uploads)).map(({ file_id }) => file_id)
    // One by one: each is a sync of the journal, which takes nothing of the directory with it.
    for (const id of deleted) await client.delete(`/files/${id}`)
    const { left } = await losePower(disk, server, { name: 'left', known: () => {} })
    await withServerAfter(left, async (suite) => {
      expect((await suite.list()).map(({ file_id }) => file_id)).toEqual([kept])
      await suite.settled()
      expect(await suite.contentFiles()).toHaveLength(1)
    })
  })
})
