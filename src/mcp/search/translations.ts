/**
 * Words of other languages for what the tools are about, by the English word that the tools are described with. Written
 * as `wordsOf` gives them: lower case, without accents. German, Spanish, French, Portuguese, Italian, Dutch, Turkish, Polish,
 * then Japanese, Chinese and Korean.
 */
const foreignWords: Readonly<Record<string, string>> = {
  account: 'konto konten cuenta compte conta hesap rekening konta アカウント 账号 账户 帳號 帐号 계정',
  profile: 'profil perfil profilo profiel プロフィール 主页 프로필',
  creator:
    'kreator ersteller creador createur createurs createurice criador creatore creatori maker makers yaratici icerik tworca クリエイター 创作者 創作者 达人 크리에이터',
  influencer: 'influenceur influenciador influyente インフルエンサー 网红 인플루언서',
  post: 'beitrag beitrage posting publicacion publicaciones publication publications publicacao publicacoes postagem postagens pubblicazione bericht berichten gonderi 投稿 帖子 게시물',
  video: 'filmpje wideo 動画 视频 影片 동영상',
  follower:
    'abonnent abonnenten anhanger seguidor seguidores seguidoras abonne abonnes volger volgers takipci obserwujacy フォロワー 粉丝 팔로워',
  views:
    'aufruf aufrufe ansichten visualizaciones visualizacoes visualizzazioni vistas visto vistos vistas vues vue weergaven izlenme wyswietlenia 再生数 再生 播放量 观看 조회수',
  likes: 'gefallt curtidas megusta jaime いいね 点赞 좋아요',
  engagement:
    'interaktion interaktionen interaccion interacciones compromiso engajamento coinvolgimento betrokkenheid etkilesim エンゲージメント 互动 참여',
  caption: 'bildunterschrift beschriftung legenda legende leyenda didascalia キャプション 文案',
  list: 'liste auflisten anzeigen zeige zeigen listar mostrar muestra lister afficher affiche montrer elencare mostra lijst toon listele pokaz 一覧 列表 显示 목록',
  all: 'alle todas todos toutes tous tutti tutte tum wszystkie すべて 全部 所有 모든',
  details: 'einzelheiten detalles detalhes dettagli 詳細 详情 상세',
  add: 'hinzufugen hinzufuegen anlegen beobachten verfolgen anadir agregar seguir ajouter suivre adicionar acompanhar aggiungi aggiungere seguire toevoegen volgen ekle eklemek dodaj 追加 添加 新增 추가',
  create:
    'erstellen neu neues neuer neue crear nuevo nueva creer nouveau nouvelle criar novo nova creare nuovo nuova nieuw olustur utworz 作成 创建 생성',
  delete:
    'loschen loeschen entfernen eliminar borrar quitar supprimer effacer retirer excluir apagar remover eliminare cancellare rimuovere verwijder verwijderen sil kaldir usun 削除 删除 삭제',
  stop: 'stoppen stoppe beenden aufhoren dejar detener arreter cesser parar deixar smettere fermare durdur przestan 停止 중지',
  change:
    'andern aendern bearbeiten cambiar modificar editar modifier changer alterar mudar modificare cambiare wijzigen aanpassen degistir zmien 変更 修改 更改 변경',
  rename: 'umbenennen renombrar renommer renomear rinominare hernoemen 名前変更 重命名',
  pause:
    'pausieren anhalten pausar pausa suspender suspendre suspendere pauzeren duraklat wstrzymaj 一時停止 暂停 일시중지',
  resume: 'fortsetzen reanudar reprendre retomar riprendere hervatten 再開 恢复',
  link: 'verknupfen verbinden zuordnen zuweisen vincular enlazar conectar asociar lier relier associer rattacher ligar collegare associare koppelen bagla 紐付け 关联 연결',
  unlink:
    'trennen losen desvincular desconectar separar delier dissocier detacher scollegare ontkoppelen 解除 取消关联',
  rank: 'rangliste rangfolge bestenliste clasificacion classement palmares classificacao classifica graduatoria ranglijst siralama ランキング 排名 排行 순위',
  top: 'beste besten bester erfolgreichste erfolgreichsten mejor mejores meilleur meilleurs meilleure meilleures melhor melhores migliore migliori presterende 最高 最佳 최고',
  most: 'meisten meiste mas plus mais piu meest 最も 最多 가장',
  lost: 'verloren verlor perdido perdio perdieron perdu perdus perderam perdeu perso kwijt 減少 流失',
  growing:
    'gewachsen wachstum wachsen crecieron crecio crecen crecimiento croissance grandi crescimento cresceram crescita groei buyume wzrost 成長 增长 성장',
  viral: 'viraux virale virales virali virais 爆款 バズ',
  daily:
    'taglich tagliche taglicher tagliches verlauf diario diaria diariamente quotidien quotidienne jour journalier giornaliero giornaliera dagelijks gunluk dzienny 毎日 日別 每日 每天 일별',
  history:
    'geschichte entwicklung historial historia evolucion historique evolution historico evolucao storico evoluzione geschiedenis gecmis 推移 履歴 历史 趋势 추이',
  overview:
    'ubersicht uberblick uebersicht zusammenfassung resumen panorama ensemble apercu sommaire resumo visao riepilogo panoramica overzicht samenvatting ozet podsumowanie 概要 概览 总览 개요',
  week: 'woche wochen semana semanal semaine hebdomadaire settimana settimanale wekelijks hafta tydzien 今週 本周 每周',
  month: 'monat monats mes mois mese maand miesiac 今月 本月',
  usage:
    'verbrauch verbrauchen verbraucht nutzung consumo consommation utilisation utilizzo verbruik gebruik kullanim zuzycie 使用量 用量 사용량',
  billing:
    'rechnung abrechnung kosten factura facturacion facture fatura fattura costes couts custos costi fatura 請求 账单 청구',
  settings:
    'einstellung einstellungen ajustes configuracion reglages parametres configuracoes impostazioni instellingen ayarlar ustawienia 設定 设置 설정',
  search:
    'suchen suche finden finde buscar busca encontrar chercher rechercher trouver recherche procurar cercare trova cerca zoeken zoek ara szukaj 検索 搜索 查找 검색',
  name: 'namen nombre nom nome naam isim usuario utilisateur usuario utente gebruiker 名前 用户名 이름',
  compare:
    'vergleichen vergleich comparar comparacion comparer comparaison confrontare confronto vergelijken karsilastir 比較 比较 对比 비교',
  performance: 'leistung rendimiento performances desempenho prestazioni prestaties 実績 表现 성과',
  help: 'hilfe ayuda aide ajuda aiuto hulp yardim pomoc bedeutet bedeutung significa signifie ヘルプ 使い方 帮助 도움말',
  key: 'schlussel clave cle chave chiave sleutel anahtar キー 密钥',
  permissions: 'rechte berechtigungen darf permisos droits permissoes permessi rechten izinler 権限 权限 권한',
  organization:
    'organisation organisatie unternehmen firma organizacion empresa entreprise organizacao organizzazione azienda bedrijf 組織 组织 조직',
};

const englishOf: ReadonlyMap<string, readonly string[]> = invert();

/** Letters that an ending may add to a word of the dictionary, as in `creador` and `creadores`. */
const longestEnding = 3;
/** The shortest part of a compound that is looked for, as `ubersicht` in `wochenubersicht`. */
const shortestPart = 6;

/** The English words for a word that may be of another language; none for most English words. */
export function translationsOf(word: string): readonly string[] {
  const exact = englishOf.get(word);
  if (exact !== undefined) return exact;
  const found = new Set<string>();
  for (const [foreign, english] of englishOf) if (holds(word, foreign)) for (const one of english) found.add(one);
  return [...found];
}

function holds(word: string, foreign: string): boolean {
  if (!isLatin(foreign)) return word.includes(foreign);
  const isInflected = foreign.length >= 5 && word.startsWith(foreign) && word.length - foreign.length <= longestEnding;
  return isInflected || (foreign.length >= shortestPart && word.length > foreign.length && word.endsWith(foreign));
}

/** Other scripts are written without spaces: a whole sentence is one word. */
function isLatin(text: string): boolean {
  return /^[a-z]+$/.test(text);
}

function invert(): ReadonlyMap<string, readonly string[]> {
  const inverted = new Map<string, string[]>();
  for (const [english, words] of Object.entries(foreignWords)) {
    for (const foreign of words.split(' ')) inverted.set(foreign, [...(inverted.get(foreign) ?? []), english]);
  }
  return inverted;
}
