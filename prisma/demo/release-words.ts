/** How the demo's releases are called and what their notes say, in four languages. */
export type Four = Record<'en' | 'zh-TW' | 'zh-CN' | 'ja', string>

export interface ReleaseWords {
  title: Four
  notes: Four
}

export const newVersion = (product: string, version: string): ReleaseWords => ({
  title: same(`${product} ${version}`),
  notes: {
    en: `The complete installation package of ${product} ${version}. Back up the configuration before you upgrade; projects of the previous version are converted at the first start.`,
    'zh-TW': `${product} ${version} 完整安裝檔。升級前請先備份設定；前一版的專案會在第一次啟動時轉換。`,
    'zh-CN': `${product} ${version} 完整安装包。升级前请先备份配置；上一版本的项目会在首次启动时转换。`,
    ja: `${product} ${version} のインストールパッケージ一式です。アップグレードの前に設定をバックアップしてください。前のバージョンのプロジェクトは初回起動時に変換されます。`,
  },
})

const fixes: Four[] = [
  {
    en: 'Memory is released after long queries; log files rotate by size again.',
    'zh-TW': '長時間查詢後會正常釋放記憶體；記錄檔恢復依大小輪替。',
    'zh-CN': '长时间查询后会正常释放内存；日志文件恢复按大小轮转。',
    ja: '長時間のクエリ後にメモリが解放されるようになりました。ログファイルがサイズに応じてローテーションされない問題も修正しました。',
  },
  {
    en: 'Dates in the time zone Asia/Taipei are exported correctly; the administration page loads twice as fast.',
    'zh-TW': '修正 Asia/Taipei 時區日期的匯出錯誤；管理頁面載入速度加倍。',
    'zh-CN': '修正 Asia/Taipei 时区日期的导出错误；管理页面加载速度提高一倍。',
    ja: 'タイムゾーン Asia/Taipei の日付のエクスポートを修正しました。管理画面の読み込みが 2 倍速くなりました。',
  },
  {
    en: 'Certificates can be renewed without a restart; backups resume after a broken connection.',
    'zh-TW': '憑證更新不需重新啟動；連線中斷後可繼續備份。',
    'zh-CN': '更新证书无需重启；连接中断后可继续备份。',
    ja: '再起動せずに証明書を更新できます。接続が切れた後もバックアップを再開できます。',
  },
]

export const fixPack = (product: string, version: string, n: number): ReleaseWords => ({
  title: {
    en: `${product} ${version} Fix Pack ${n}`,
    'zh-TW': `${product} ${version} 修正套件 ${n}`,
    'zh-CN': `${product} ${version} 补丁包 ${n}`,
    ja: `${product} ${version} フィックスパック ${n}`,
  },
  notes: fixes[(n - 1) % fixes.length]!,
})

export const securityFix = (product: string, version: string): ReleaseWords => ({
  title: {
    en: `${product} ${version} security fix`,
    'zh-TW': `${product} ${version} 安全性修正`,
    'zh-CN': `${product} ${version} 安全补丁`,
    ja: `${product} ${version} セキュリティ修正`,
  },
  notes: {
    en: 'A crafted request could read files on the server. Install this fix soon, especially where the server can be reached from the internet.',
    'zh-TW': '攻擊者可能透過特製的請求讀取伺服器上的檔案。請儘速安裝，尤其是可從網際網路連線的伺服器。',
    'zh-CN': '攻击者可能通过特制的请求读取服务器上的文件。请尽快安装，尤其是可从互联网访问的服务器。',
    ja: '細工されたリクエストでサーバー上のファイルを読み取られるおそれがあります。特にインターネットから接続できるサーバーには、できるだけ早く適用してください。',
  },
})

export const paper = (product: string, version: string): ReleaseWords => ({
  title: {
    en: `${product} ${version} administration guide`,
    'zh-TW': `${product} ${version} 管理指南`,
    'zh-CN': `${product} ${version} 管理指南`,
    ja: `${product} ${version} 管理ガイド`,
  },
  notes: {
    en: 'Installing, upgrading, securing and daily operation.',
    'zh-TW': '安裝、升級、安全設定與日常維運。',
    'zh-CN': '安装、升级、安全设置与日常运维。',
    ja: 'インストール、アップグレード、セキュリティ設定、日常の運用についての説明書です。',
  },
})

const same = (title: string): Four => ({ en: title, 'zh-TW': title, 'zh-CN': title, ja: title })
