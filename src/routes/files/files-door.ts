import type { FastifyPluginAsync } from 'fastify'
import type { DoorOptions } from '../../http/route-config.js'
import { read } from './read.js'
import { remove } from './remove.js'
import { rename } from './rename.js'
import { replace } from './replace.js'
import { replaceContent } from './replace-content.js'
import { upload } from './upload.js'
import { uploadContent } from './upload-content.js'

/** The files door: the whole life of a file (seed 003). Each part in a scope of its own, since bodies differ. */
export const filesDoor: FastifyPluginAsync<DoorOptions> = async (app, options) => {
  for (const part of [upload, uploadContent, read, replace, replaceContent, rename, remove]) {
    await app.register(part, options)
  }
}
