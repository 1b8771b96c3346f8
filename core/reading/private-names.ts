// The names by which well-known programs, and people, mark what is not for the public.

/** Folders whose name says that their contents are not, or not yet, for the public. In lower case, with spaces between words. */
export const privateFolders = new Set(
  `draft,drafts,wip,work in progress,works in progress,unpublished,not published,unfinished,unreleased,unlisted,hidden,private,
confidential,secret,embargo,embargoed,do not publish,dont publish,not for publication,members only,subscribers only,
template,templates,archetypes,scaffolds,
entwurf,entwürfe,entwuerfe,privat,vertraulich,vorlage,vorlagen,unveröffentlicht,brouillon,brouillons,privé,prive,confidentiel,
non publié,borrador,borradores,privado,plantillas,confidencial,bozza,bozze,riservato,rascunho,rascunhos,klad,kladjes,concepten,
sjablonen,utkast,mallar,kladde,kladder,kladd,luonnos,luonnokset,yksityinen,wersje robocze,prywatne,soukromé,piszkozat,
piszkozatok,ciorne,taslak,taslaklar,черновик,черновики,приватное,шаблоны,чернетка,чернетки,приватне,πρόχειρα,下書き,非公開,
テンプレート,草稿,草稿箱,私人,私密,模板,초안,비공개,임시보관함,مسودة,مسودات,טיוטה,טיוטות,मसौदा,ड्राफ़्ट,bản nháp,ฉบับร่าง,draf`.split(
    /,\s*/,
  ),
)

/** Folders for deleted files and old versions. */
export const discardFolders = new Set(
  `trash,trashes,trash bin,recycler,recycled,recycle bin,recently deleted,deleted,deleted items,deleted files,deleted objects,
old versions,previous versions,version files,backup,backups,bak,files trashbin,files versions,stversions,caltrash,lost+found,tmp,
temp,papierkorb,gelöscht,gelöschte elemente,gelöschte objekte,corbeille,éléments supprimés,papelera,papelera de reciclaje,
cestino,lixeira,lixo,prullenbak,prullenmand,papperskorg,papperskorgen,papirkurv,papirkurven,søppelkurv,roskakori,kosz,koš,kôš,
lomtár,coș de gunoi,çöp kutusu,geri dönüşüm kutusu,корзина,удаленные,кошик,κάδος ανακύκλωσης,ゴミ箱,ごみ箱,回收站,垃圾箱,垃圾桶,
废纸篓,資源回收筒,휴지통,سلة المحذوفات,אשפה,סל המיחזור,thùng rác,ถังขยะ,sampah,
network trash folder,temporary items,system volume information`.split(/,\s*/),
)

/** Folders of programs, and for deleted files, whose name means this only after a mark such as "." or "@". */
export const markedFolders = new Set(
  `macosx,git,svn,hg,bzr,obsidian,logseq,vscode,idea,sync,stfolder,dropbox cache,dropbox,tmp drivedownload,tmp driveupload,eadir,
recycle,recently snapshot,snapshot,snapshots,thumb,spotlight v100,fseventsd,documentrevisions v100,temporaryitems,archive,pycache,
rsync partial,unison,synologyworkingdirectory,zfs,cache,versions,conflicts`.split(/,\s*/),
)

/** Folders of programs that are recognized without such a mark. */
export const programFolders = /^(node_modules|bower_components|jspm_packages|cvs|rcs|sccs|found\.\d{3})$/i

const copyWord =
  '(?:copy|kopie|kopia|kopi|copie|copia|cópia|còpia|másolat|kopyası|kopio|копия|копія|αντίγραφο|コピー|副本|複本|拷贝|복사본|نسخة)'

/** Names of copies that programs make, without their extension. */
export const copyNames: readonly RegExp[] = [
  /[._]conflict(-\d[\d-]*)?$|_conf\(\d[\d-]*\)$/i, // Resilio, ownCloud, CloudStation
  /~\d{8}-\d{6}$/, // old versions of Syncthing
  /-(DESKTOP|LAPTOP|WIN)-[A-Z0-9]{6,12}(-\d+)?$/, // OneDrive
  /-\p{Lu}\p{L}{1,40}['’]?s-(MacBook(-Pro|-Air)?|iMac|Mac-mini)(-\d+)?$/u, // OneDrive
  /[._](BACKUP|BASE|LOCAL|REMOTE)[._]\d+$/, // git mergetool
  /[^\s(] ?\(\d{1,2}\)$/, // Google Drive, MEGA, browsers
  new RegExp(`(?: [-–—] | |^)${copyWord}( ?\\(\\d+\\)| \\d+)?$`, 'iu'),
  new RegExp(`[([](another |\\d+(st|nd|rd|th) )?${copyWord}( \\d+)?[)\\]]$`, 'iu'),
  new RegExp(`^${copyWord}( \\d+| \\(\\d+\\))? (of|von|de|di|van|av|af|z|от|из) `, 'iu'),
  /(のコピー|的副本)( ?\d+)?$|^(副本|bản sao của) /iu,
]

/** Names of copied folders. A folder named "copy" is one like any other. */
export const folderCopies: readonly RegExp[] = [
  new RegExp(` [-–—] ${copyWord}( ?\\(\\d+\\)| \\d+)?$`, 'iu'),
  new RegExp(`^${copyWord}( \\d+| \\(\\d+\\))? (of|von|de|di|van|av|af|z|от|из) `, 'iu'),
]

/** Words of sync programs in parentheses: "(Ada's conflicted copy 2026-01-01)". */
export const conflictWord = /confli|konfli|конфл|競合|冲突|衝突|충돌|çakış|ütköz/i
export const conflictDetail =
  /\d|conflicted|cop[yi]|cóp|kop|коп|コピー|副本|複本|拷贝|사본|salinan|version|case|encoding|cloud|drive|dropbox|^\P{Z}+$/iu
/** Syncthing: "x.sync-conflict-20260101-120000-ABCDEFG". */
export const syncConflict = /[._-]sync-conflict-\d{8}-\d{6}/i

const draftNoun =
  '(?:drafts?|unpublished|do not publish|entwurf|brouillon|borrador|bozza|rascunho|utkast|черновик|下書き|草稿)'
const draftWord = `(?:${draftNoun}|wip|private)`
const draftCapitals = '(?:DRAFT|WIP|ENTWURF|BROUILLON|BORRADOR|BOZZA|RASCUNHO|UTKAST)'

/** Names of drafts, without their extension. */
export const draftNames: readonly RegExp[] = [
  // An article may well be about "private" things, so that word alone is a name like any other.
  new RegExp(`^${draftNoun}([ _-]?\\d+)?$`, 'iu'),
  new RegExp(`[._]${draftWord}$|[-_ ]drafts?[-_ ]?v?\\d{1,2}$`, 'iu'),
  new RegExp(`[([]${draftWord}[)\\]]`, 'iu'),
  new RegExp(`^${draftCapitals}(?![\\p{L}\\d])|(?<![\\p{L}\\d])${draftCapitals}$`, 'u'),
]

/** Names of files that text editors, office programs, browsers, sync programs and version control leave behind. */
export const leftoverNames: readonly RegExp[] = [
  /~(\d+~)?$/, // Emacs and others
  /^~/, // Word
  /^#.+#$/, // Emacs
  /\.(bak|bkp?|backup|old|orig|rej|sav|save|tmp|temp|part|partial|filepart|crdownload|download|opdownload|aria2|autosave)[-_.]?\d{0,14}$/i,
  /\.(asd|wbk|xlk|un|sw[a-z]|swpx|kate-swp|lock|lck|mine|r\d+|[dv]\d{9,}|!sync|!ut|dpkg-(old|dist|new)|rpm(save|orig|new))$/i,
  /^((eh)?thumbs(_vista)?\.db|desktop\.ini|icon\r|deadjoe)$/i,
]

/** The same, before the extension of an article. */
export const leftoverStems: readonly RegExp[] = [
  /~(\d+~)?$/,
  /\.(bak|bkp|backup|old|orig|tmp|temp|save|autosave|swp)[-_.]?\d{0,14}$/i,
  /[-_](bak|bkp|tmp|autosave)\d{0,3}$|_backup\d{0,3}$/i,
  /[([](old|backup|old version|autosaved?|(?:auto)?recovered|unsaved[-\d]*)[)\]]$/i,
  /^(backup of|autorecovery save of|sicherungskopie von) /i,
]
