start =
    👋 <b>Hello! I recognise { $title }.</b>

    📷 Send me a photo, and I tell what it shows and what colour it is.
    🔎 Write <i>{ $example }</i>, and I show you photos.

    /help tells more.
start-plain =
    👋 <b>Hello!</b>

    📷 Send me a photo, and I tell what it shows and what colour it is.
    🔎 Write what you are looking for, and I show you photos.

    /help tells more.
help =
    <b>What I can do</b>

    📷 <b>A photo</b> — as a picture or as a file: I name the kind, how sure I am, and its colours.
    🔎 <b>A few words</b> — { $examples }: I send photos.

    📚 <b>An album</b> — I answer for all its photos at once.
    ⚖️ /scale — what was put on the scale between two photos.
    💬 In any chat: my name and <i>{ $example }</i>.

    /domains — what I recognise · /language · /stats
    /privacy — what I keep · /forget deletes every photo you sent me.

    I know { $count } kinds: { $kinds }.
and-more = { $kinds } and { $count } more
talk-greeting = 👋 Hello!
talk-thanks = You are welcome!
talk-farewell = Goodbye! Come again.
talk-about = I recognise { $title }: send me a photo, and I tell what it shows and what colour it is. Or ask me for photos: { $examples }. /help tells more.
sure-certain = I am certain
sure-probable = most likely
sure-doubtful = I am not sure
answer-known = <b>{ $kind }</b> — { $sure }, { $percent }
answer-unknown = 🤔 <b>I don't know this one.</b>
answer-person = <b>{ $kind }</b> — confirmed by a person
answer-perhaps = Or perhaps: { $kinds }
answer-closest = Closest to what I know: { $kinds }
answer-color = Colour: { $color }
answer-colors = Colour: { $color } ({ $others })
button-right = ✅ Right
button-wrong = ✏️ Another kind
button-similar = 🔍 Similar
button-why = 💡 Why?
button-delete = 🗑 Delete
button-back = ↩ Back
choose-kind = What is it really?
thanks-right = Thank you! Good to know that I was right.
thanks-corrected = Thank you! Noted: { $kind }.
deleted = 🗑 Your photo is deleted.
forget-ask = Shall I delete <b>all</b> the photos you sent me, and what you chose? There is no way back.
forget-kept = Nothing was deleted.
not-asked = That question was not for you.
button-forget = 🗑 Yes, delete all
button-keep = No
forgotten = { $count ->
    [0] I keep no photos of yours.
    [one] One photo of yours is deleted.
   *[other] { $count } photos of yours are deleted.
}
found-fewer = You asked for { $asked }, I have only { $count }.
found-fewer-of = { $count ->
    [0] I have no photos of { $things } yet.
   *[other] You asked for { $asked } of { $things }, I have only { $count }.
}
not-understood = I did not understand: { $words }.
none-asked = 🧺 <b>You asked for none.</b> I have { $count }.
nothing-found = 🧺 <b>Nothing found.</b> The crate is empty.
try-these = These would find something:
button-more = More
none-yet = 🧺 <b>I have no photos of { $things } yet.</b> Send me one!
none-at-all = 🧺 <b>I have no photos in “{ $title }” yet.</b> Send me the first!
not-here = 🧺 Here I recognise { $title }; “{ $kinds }” is none of them, and I have no photos of it.
not-here-but = 🧺 Here I recognise { $title }; “{ $kinds }” is none of them. Choose “{ $other }” in /domains, and it is.
things-kinds = { $kinds }
things-colors = anything { $colors }
things-both = { $colors } { $kinds }
or = or
away = 😴 I cannot think just now: my service is away. Please try again in a minute.
away-later = 😴 I cannot look just now: my service is away. I keep your photo and answer by myself as soon as it is back.
slow-later = ⏳ There is a queue. Your photo is safe; I answer as soon as it is your turn.
file-away = 😴 Telegram does not give me this photo just now. Please send it once more in a minute.
slow-down = 🐢 That is too much at once for me. Please wait a minute, then go on.
failed = 😔 I could not make anything of this photo. Please try another one.
given-up = 😔 I tried this several times, and something went wrong each time. Please try it another way.
refused-upload_too_large = This file is too big for me: at most 20 MB, please.
refused-too_many_pixels = This picture has too many pixels for me: at most 50 million, please.
refused-unsupported_image = I cannot read this kind of file. Please send a photo: JPEG, PNG, WebP, HEIC…
refused-broken_image = This photo arrived damaged. Please send it once more.
refused-other = I cannot use this photo.
refused-unknown_domain = I no longer recognise what you chose. Please choose anew: /domains
refused-photo_not_found = This photo is no longer there.
refused-owner_not_found = Only the person who sent this photo can delete it.
refused-empty_image = This file is empty. Please send it once more.
refused-same_frame = This is the same photo twice. Please put something on the scale and take a new one.
refused-frames_mismatch = I cannot compare these two. Please take both from the same place, without moving the camera.
unsupported-sticker = A nice sticker! But I only understand photos and words. Send me a photo!
unsupported-voice = I cannot hear, only look and read. Send me a photo, or write what you are looking for.
unsupported-audio = I cannot hear, only look and read. Send me a photo, or write what you are looking for.
unsupported-video = I cannot watch videos yet. A single photo from it would do!
unsupported-video-note = I cannot watch videos yet. A single photo would do!
unsupported-animation = It moves too fast for me. A single photo would do!
unsupported-location = I would love to go to that market! But I only understand photos and words.
unsupported-document = I cannot read this kind of file. Please send a photo: JPEG, PNG, WebP, HEIC…
unknown-command = I do not know this command. /help tells what I can do.
unsupported = I only understand photos and words. Send me a photo!
command-help = What I can do
command-forget = Delete all my photos
command-scale = What was put on the scale?
command-domains = What I recognise
command-stats = How many photos there are
command-language = Change the language
command-privacy = What I keep, and what not
shown-already = That was shown already.
did-you-mean = Did you mean:
nothing-similar = There is no other photo like this one yet.
why = Red is where I looked to say “{ $kind }”.
album-open = Press a number to correct that photo, to ask why, or to delete it.
choose-language = Which language shall I speak?
language-en = English
language-ru = Русский
language-auto = As in Telegram
language-chosen = I speak English with you now.
choose-domain = What shall I recognise in this chat?
domain-chosen = In this chat I now recognise: { $title }.
privacy =
    <b>What I keep</b>

    • The photos you send, and what I saw on them. They are in the catalogue and can be found by others, who never see their metadata (place, camera).
    • Instead of your name or number, a word that cannot be turned back into it, so that /forget finds your photos.
    • For some days, photos that wait for an answer and searches that have more to show; and what you chose: language, what to recognise, your /scale.

    My logs contain neither texts nor names. /forget deletes all your photos and choices, once you have confirmed it.
scale-before = ⚖️ Send me a photo of the scale <b>as it is now</b>. /cancel stops.
scale-after = 👍 Now put something on it and send the photo <b>after</b>. /cancel stops.
scale-next = Put the next thing on and send a photo, or /done.
scale-added = ➕ Added: <b>{ $what }</b>
scale-removed = ➖ Taken off: <b>{ $what }</b>
scale-moved = ↔️ Moved: <b>{ $what }</b>
scale-unknown = something I don't know, perhaps { $what }
scale-nothing = I see no difference.
cancelled = Cancelled.
nothing-to-cancel = No weighing is under way. /scale begins one.
basket = 🧺 <b>In the basket</b>
basket-empty = 🧺 The basket is empty.
amount = { $count ->
    [1] { $kind }
    [2] { $kind } (twice)
   *[other] { $kind } ({ $count } times)
}
found-some = { $count ->
    [one] Photo { $last }
   *[other] Photos { $first }–{ $last }
} of { $total }.
found-last = { $total ->
    [one] That is all: one photo.
   *[other] That is all: { $total } photos.
}
stats = { $count ->
    [0] The catalogue is empty. Send me the first photo!
    [one] One photo is in the catalogue.
   *[other] { $count } photos are in the catalogue.
}
stats-most = Most of them:
basket-now = 🧺 So far: { $amounts }
busy = ⏳ I have my hands full just now. Please try again in a minute.
why-unknown = Red is where I looked. “{ $kind }” came closest.
inline-nothing = Nothing found. Open our chat
inline-away = My service is away. Open our chat
description =
    I know vegetables by photo: what it is, what colour, and how sure I am.

    Write “3 red tomatoes”, and I show you photos. Put something on the scale, and I tell what it was.
description-short = Vegetables by photo: the kind, the colour, and photos when you ask for them.
colored = { $thing }, { $color }
unknown-thing = something I don't know
