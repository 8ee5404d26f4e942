/** Part of the build: packs the pre-migrated embedded database from which a first start begins. */
import { makeTemplate } from '../src/store/template.ts'

console.log(await makeTemplate())
