/** The shortcodes of GitHub that occur most often, by their emoji. */
const names = `😄 smile 😃 smiley 😀 grinning 😂 joy 😉 wink 😊 blush 😍 heart_eyes 😎 sunglasses 🤔 thinking 😢 cry 😭 sob 😱 scream 😅 sweat_smile
🙂 slightly_smiling_face 😬 grimacing 😴 sleeping 👍 +1 👍 thumbsup 👎 -1 👎 thumbsdown 👏 clap 👋 wave 🙏 pray 💪 muscle 👀 eyes ❤️ heart 💔 broken_heart
🎉 tada 🎊 confetti_ball 🎁 gift 🚀 rocket ⭐ star 🌟 star2 ✨ sparkles 🔥 fire 💡 bulb ⚡ zap 💥 boom 💯 100 ✅ white_check_mark ✔️ heavy_check_mark
❌ x ❗ exclamation ❓ question ⚠️ warning ℹ️ information_source 🚧 construction 🐛 bug 🔒 lock 🔑 key 📝 memo 📚 books 📖 book 📅 calendar 📦 package
📈 chart_with_upwards_trend 🔧 wrench 🔨 hammer 💻 computer 📱 iphone ☕ coffee 🍺 beer 🍕 pizza ☀️ sunny 🌧️ cloud_with_rain 🌈 rainbow 🌍 earth_africa
🐶 dog 🐱 cat 🎵 musical_note 📷 camera 🏆 trophy 🎯 dart ⏰ alarm_clock ➡️ arrow_right ⬅️ arrow_left 👉 point_right 👇 point_down`

let emoji: ReadonlyMap<string, string> | undefined

/** Returns the emoji of a shortcode such as `tada`. */
export function emojiNamed(name: string): string | undefined {
  emoji ??= new Map(names.match(/\S+ \S+/g)?.map((pair) => pair.split(' ').reverse() as [string, string])) // pairs of two
  return emoji.get(name)
}
