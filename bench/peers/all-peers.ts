import { dufs } from './dufs.js'
import { fastapiInMemory, fastapiJson } from './fastapi/fastapi.js'
import { flask } from './flask/flask.js'
import { minio } from './minio/minio.js'
import { nginx } from './nginx/nginx.js'
import type { Peer } from './peer.js'

export const allPeers: readonly Peer[] = [fastapiInMemory, fastapiJson, flask, dufs, minio, nginx]
