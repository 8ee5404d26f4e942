/** Slack workspaces that installed the bot; their tokens are sealed to the workspace. */
import type pg from 'pg'
import type { Installation, Installations } from '../bot/bot.ts'
import type { Outbox } from './outbox.ts'
import type { Secrets } from './secrets.ts'
import { sqlOf, transact } from './transaction.ts'

interface Row {
  workspace: string
  enterprise: string | null
  token: string
  botUser: string | null
  scopes: string[]
}

export interface KnownInstallations extends Installations {
  /** The installation with this very token. */
  ofToken(token: string): Promise<Installation | undefined>
}

/** Saving an installation also lets messages go on that waited because the workspace could not be reached. */
export function createInstallations(
  pool: pg.Pool,
  secrets: Secrets,
  outbox: Pick<Outbox, 'resume'>,
): KnownInstallations {
  const sql = sqlOf(pool)
  return {
    async find({ workspace, enterprise }) {
      // An organization-wide installation serves each of the enterprise's workspaces that has none of its own.
      const [row] = await sql.query<Row>(
        `SELECT workspace, enterprise, token, bot_user AS "botUser", scopes FROM slack_installations
         WHERE workspace = $1 OR enterprise = $2 ORDER BY (workspace = $1) IS TRUE DESC, installed_at DESC LIMIT 1`,
        [workspace ?? null, enterprise ?? null],
      )
      return row && installationOf(row, secrets)
    },
    save: ({ workspace, enterprise, token, botUser, scopes }) =>
      transact(pool, async (tx) => {
        await tx.query(
          `INSERT INTO slack_installations (workspace, enterprise, token, bot_user, scopes) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (workspace) DO UPDATE SET enterprise = EXCLUDED.enterprise, token = EXCLUDED.token,
             bot_user = EXCLUDED.bot_user, scopes = EXCLUDED.scopes, installed_at = now()`,
          [workspace, enterprise ?? null, secrets.seal(token, sealContext(workspace)), botUser ?? null, scopes],
        )
        await outbox.resume(`slack:${workspace}`, tx)
      }),
    async ofToken(token) {
      // Sealing the same token twice gives two texts, so each has to be opened. One workspace's token comes this way.
      const rows = await sql.query<Row>(
        `SELECT workspace, enterprise, token, bot_user AS "botUser", scopes FROM slack_installations ORDER BY installed_at DESC`,
      )
      return rows.map((row) => installationOf(row, secrets)).find((installation) => installation.token === token)
    },
    async remove({ workspace, enterprise }) {
      await (workspace === undefined
        ? sql.query('DELETE FROM slack_installations WHERE enterprise = $1', [enterprise ?? null])
        : sql.query('DELETE FROM slack_installations WHERE workspace = $1', [workspace]))
    },
  }
}

const sealContext = (workspace: string) => `slack:${workspace}`

function installationOf(row: Row, secrets: Secrets): Installation {
  return {
    platform: 'slack',
    workspace: row.workspace,
    token: secrets.open(row.token, sealContext(row.workspace)),
    scopes: row.scopes,
    ...(row.enterprise === null ? {} : { enterprise: row.enterprise }),
    ...(row.botUser === null ? {} : { botUser: row.botUser }),
  }
}
