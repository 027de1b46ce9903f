import { inject } from 'vitest'
import { standOn } from '../../support/stand.js'
import { SharedStand } from './shared-stand.js'

standOn((settings, options) => SharedStand.start(inject('stores'), settings, options))
