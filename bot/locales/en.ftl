start =
    👋 <b>Hello! I know vegetables.</b>

    📷 Send me a photo, and I tell what it shows and what colour it is.
    🔎 Write <i>3 red tomatoes</i>, and I show you photos.

    /help tells more.
help =
    <b>What I can do</b>

    📷 <b>A photo</b> — as a picture or as a file: I name the kind, how sure I am, and its colours.
    🔎 <b>A few words</b> — <i>3 red tomatoes</i>, <i>something green</i>, <i>peppers but not red</i>: I send photos.

    /forget deletes every photo you sent me.
    I know { $count } kinds: { $kinds }.
sure-certain = I am certain
sure-probable = most likely
sure-doubtful = I am not sure
answer-known = <b>{ $kind }</b> — { $sure }, { $percent }
answer-unknown = 🤔 <b>I don't know this one.</b>
answer-person = <b>{ $kind }</b> — people told me so
answer-perhaps = Perhaps: { $kinds }
answer-colors = Colour: { $color } ({ $others })
button-right = ✅ Right
button-wrong = ✏️ Another kind
button-delete = 🗑 Delete
button-back = « Back
choose-kind = What is it really?
thanks-right = Thank you, I will remember that I was right.
thanks-corrected = Thank you! Noted: { $kind }.
deleted = The photo is deleted.
forgotten = { $count ->
    [0] I keep no photos of yours.
    [one] One photo of yours is deleted.
   *[other] { $count } photos of yours are deleted.
}
found = { $count ->
    [one] One photo
   *[other] { $count } photos
} of { $total }
found-fewer = I have only { $count } of the { $asked } you asked for.
not-understood = I did not understand: { $words }.
nothing-found = 🧺 <b>Nothing found.</b> The crate is empty.
try-these = These would find something:
button-more = More
no-words = Write what you are looking for, such as <i>3 red tomatoes</i>, or send a photo.
away = 😴 I cannot think just now: my service is away. Please send it again in a minute.
failed = 😔 I could not make anything of this photo. Please try another one.
refused-upload_too_large = This file is too big for me: at most 20 MB, please.
refused-too_many_pixels = This picture has too many pixels for me: at most 50 million, please.
refused-unsupported_image = I cannot read this kind of file. Please send a photo: JPEG, PNG, WebP, HEIC…
refused-broken_image = This photo arrived damaged. Please send it once more.
refused-other = I cannot use this photo.
unsupported = I only understand photos and words. Send me a vegetable!
command-start = What this is about
command-help = What I can do
command-forget = Delete all my photos
