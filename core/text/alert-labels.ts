/** What an alert is about. */
const alertKinds = [
  'note',
  'abstract',
  'info',
  'todo',
  'tip',
  'important',
  'success',
  'question',
  'warning',
  'caution',
  'failure',
  'danger',
  'bug',
  'example',
  'quote',
] as const

/** A kind of alert. It has a label in every language, and a class on pages: `alert-note`. */
export type AlertKind = (typeof alertKinds)[number]

/** Labels of alerts in the order of their kinds, by language. There are more languages than files in templates/locales/. */
const labels: Readonly<Record<string, string>> = {
  ar: 'ملاحظة|ملخص|معلومات|للإنجاز|نصيحة|مهم|تم بنجاح|سؤال|تحذير|تنبيه|فشل|خطر|خلل برمجي|مثال|اقتباس',
  de: 'Hinweis|Zusammenfassung|Info|Zu erledigen|Tipp|Wichtig|Erledigt|Frage|Warnung|Vorsicht|Fehlgeschlagen|Gefahr|Programmfehler|Beispiel|Zitat',
  en: 'Note|Summary|Info|To do|Tip|Important|Success|Question|Warning|Caution|Failure|Danger|Bug|Example|Quote',
  es: 'Nota|Resumen|Información|Por hacer|Consejo|Importante|Hecho|Pregunta|Advertencia|Precaución|Fallo|Peligro|Error|Ejemplo|Cita',
  fr: 'Remarque|Résumé|Information|À faire|Conseil|Important|Réussi|Question|Avertissement|Attention|Échec|Danger|Bogue|Exemple|Citation',
  it: 'Nota|Riassunto|Informazioni|Da fare|Suggerimento|Importante|Riuscito|Domanda|Avvertenza|Attenzione|Errore|Pericolo|Bug|Esempio|Citazione',
  ja: 'メモ|要約|情報|やること|ヒント|重要|成功|質問|警告|注意|失敗|危険|不具合|例|引用',
  ko: '참고|요약|정보|할 일|팁|중요|성공|질문|경고|주의|실패|위험|버그|예시|인용',
  nl: 'Opmerking|Samenvatting|Informatie|Te doen|Tip|Belangrijk|Gelukt|Vraag|Waarschuwing|Let op|Mislukt|Gevaar|Programmafout|Voorbeeld|Citaat',
  pt: 'Nota|Resumo|Informação|A fazer|Dica|Importante|Sucesso|Pergunta|Aviso|Cuidado|Falha|Perigo|Erro|Exemplo|Citação',
  ru: 'Примечание|Кратко|Информация|Сделать|Совет|Важно|Готово|Вопрос|Предупреждение|Осторожно|Неудача|Опасно|Ошибка|Пример|Цитата',
  zh: '注意|摘要|信息|待办|提示|重要|成功|问题|警告|小心|失败|危险|缺陷|示例|引用',
}

/** Returns the label of an alert in the language of its article (BCP 47), or else in English. */
export function alertLabel(kind: AlertKind, language: string): string {
  const base = language.split('-', 1)[0]?.toLowerCase() ?? ''
  const words = (Object.hasOwn(labels, base) ? labels[base] : labels.en)?.split('|')
  return words?.[alertKinds.indexOf(kind)] ?? kind
}
