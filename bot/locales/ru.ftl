start =
    👋 <b>Привет! Я разбираюсь в овощах.</b>

    📷 Пришлите фото — скажу, что на нём и какого оно цвета.
    🔎 Напишите <i>три красных помидора</i> — покажу фотографии.

    Подробнее: /help.
help =
    <b>Что я умею</b>

    📷 <b>Фото</b> — картинкой или файлом: назову овощ, насколько я уверен, и его цвета.
    🔎 <b>Пара слов</b> — <i>три красных помидора</i>, <i>что-нибудь зелёное</i>, <i>перцы, кроме красных</i>: пришлю фотографии.

    /forget удалит все фото, которые вы мне присылали.
    Я знаю { $count ->
        [one] { $count } вид
        [few] { $count } вида
       *[many] { $count } видов
    }: { $kinds }.
sure-certain = уверен
sure-probable = скорее всего
sure-doubtful = не уверен
answer-known = <b>{ $kind }</b> — { $sure }, { $percent }
answer-unknown = 🤔 <b>Такого я не знаю.</b>
answer-person = <b>{ $kind }</b> — так сказали люди
answer-perhaps = Может быть: { $kinds }
answer-colors = Цвет: { $color } ({ $others })
button-right = ✅ Верно
button-wrong = ✏️ Это другое
button-delete = 🗑 Удалить
button-back = « Назад
choose-kind = Что это на самом деле?
thanks-right = Спасибо, запомню, что был прав.
thanks-corrected = Спасибо! Записал: { $kind }.
deleted = Фото удалено.
forgotten = { $count ->
    [0] Я не храню ваших фотографий.
    [one] Удалена { $count } ваша фотография.
    [few] Удалены { $count } ваши фотографии.
   *[many] Удалено { $count } ваших фотографий.
}
found = { $count ->
    [one] { $count } фотография
    [few] { $count } фотографии
   *[many] { $count } фотографий
} из { $total }
found-fewer = У меня только { $count } из { $asked }, которые вы просили.
not-understood = Не понял: { $words }.
nothing-found = 🧺 <b>Ничего не нашлось.</b> Ящик пуст.
try-these = А вот это найдётся:
button-more = Ещё
no-words = Напишите, что ищете, например <i>три красных помидора</i>, или пришлите фото.
away = 😴 Сейчас я не могу думать: сервис недоступен. Пришлите, пожалуйста, ещё раз через минуту.
failed = 😔 С этим фото ничего не вышло. Попробуйте, пожалуйста, другое.
refused-upload_too_large = Файл слишком большой: не больше 20 МБ, пожалуйста.
refused-too_many_pixels = В картинке слишком много точек: не больше 50 миллионов, пожалуйста.
refused-unsupported_image = Такой файл я не прочту. Пришлите фото: JPEG, PNG, WebP, HEIC…
refused-broken_image = Фото пришло повреждённым. Пришлите, пожалуйста, ещё раз.
refused-other = С этим фото я ничего не могу сделать.
unsupported = Я понимаю только фото и слова. Пришлите овощ!
command-start = О чём этот бот
command-help = Что я умею
command-forget = Удалить все мои фото
