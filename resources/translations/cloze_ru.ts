<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en">
  <context>
    <name>Chart</name>
    <message>
      <source>hours</source>
      <translation>часы</translation>
    </message>
    <message>
      <source>minutes</source>
      <translation>минуты</translation>
    </message>
    <message>
      <source>seconds</source>
      <translation>секунды</translation>
    </message>
    <message>
      <source>epoch</source>
      <translation>эпоха</translation>
    </message>
    <message>
      <source>tokens</source>
      <translation>токены</translation>
    </message>
    <message>
      <source>step</source>
      <translation>шаг</translation>
    </message>
    <message>
      <source>epoch %1</source>
      <translation>эпоха %1</translation>
    </message>
    <message>
      <source>%1 tokens</source>
      <translation>%1 токенов</translation>
    </message>
    <message>
      <source>step %1</source>
      <translation>шаг %1</translation>
    </message>
    <message>
      <source>and %1 more</source>
      <translation>и ещё %1</translation>
    </message>
  </context>
<context>
    <name>Compare</name>
    <message>
      <source>%1, seed %2</source>
      <translation>%1, зерно %2</translation>
    </message>
    <message>
      <source>At %1</source>
      <translation>Здесь: %1</translation>
    </message>
    <message>
      <source>at %1</source>
      <translation>%1</translation>
    </message>
    <message>
      <source>Run</source>
      <translation>Запуск</translation>
    </message>
    <message>
      <source>Best</source>
      <translation>Лучшее</translation>
    </message>
    <message>
      <source>Last</source>
      <translation>Последнее</translation>
    </message>
    <message>
      <source>%1, the best</source>
      <translation>%1, лучшее</translation>
    </message>
    <message>
      <source>The best of these runs</source>
      <translation>Лучшее из этих запусков</translation>
    </message>
    <message>
      <source>Measured at %1</source>
      <translation>Измерено: %1</translation>
    </message>
    <message>
      <source>The run has no value there</source>
      <translation>Здесь у запуска нет значения</translation>
    </message>
    <message>
      <source>Setting</source>
      <translation>Настройка</translation>
    </message>
  </context>
  <context>
    <name>Format</name>
    <message>
      <source>G</source>
      <translation>млрд</translation>
    </message>
    <message>
      <source>M</source>
      <translation>млн</translation>
    </message>
    <message>
      <source>k</source>
      <translation>тыс.</translation>
    </message>
    <message>
      <source>GB</source>
      <translation>ГБ</translation>
    </message>
    <message>
      <source>MB</source>
      <translation>МБ</translation>
    </message>
    <message>
      <source>kB</source>
      <translation>кБ</translation>
    </message>
    <message>
      <source>bytes</source>
      <translation>байт</translation>
    </message>
    <message>
      <source>s</source>
      <translation>с</translation>
    </message>
    <message>
      <source>min</source>
      <translation>мин</translation>
    </message>
    <message>
      <source>h</source>
      <translation>ч</translation>
    </message>
    <message>
      <source>today %1</source>
      <translation>сегодня %1</translation>
    </message>
  </context>
  <context>
    <name>Launch</name>
    <message>
      <source>The text has %1 sentences, fewer than the %2 examples of one step: they repeat within a step.</source>
      <translation>В тексте %1 предложений, меньше, чем %2 примеров одного шага: внутри шага они повторяются.</translation>
    </message>
    <message>
      <source>The run needs about %1 of memory, %2 are free.</source>
      <translation>Запуску нужно около %1 памяти, свободно %2.</translation>
    </message>
    <message>
      <source>The checkpoints need %1 of disk, %2 are free.</source>
      <translation>Контрольным точкам нужно %1 на диске, свободно %2.</translation>
    </message>
    <message>
      <source>, one batch</source>
      <translation>, один пакет</translation>
    </message>
    <message>
      <source>, 20 steps</source>
      <translation>, 20 шагов</translation>
    </message>
  </context>
  <context>
    <name>Metric</name>
    <message>
      <source>Loss</source>
      <translation>Потери</translation>
    </message>
    <message>
      <source>nats per prediction</source>
      <translation>натов на предсказание</translation>
    </message>
    <message>
      <source>Loss on masked words</source>
      <translation>Потери на скрытых словах</translation>
    </message>
    <message>
      <source>Loss on next sentence</source>
      <translation>Потери на следующем предложении</translation>
    </message>
    <message>
      <source>nats per pair</source>
      <translation>натов на пару</translation>
    </message>
    <message>
      <source>Masked words right</source>
      <translation>Верно скрытых слов</translation>
    </message>
    <message>
      <source>share</source>
      <translation>доля</translation>
    </message>
    <message>
      <source>Next sentence right</source>
      <translation>Верно о следующем предложении</translation>
    </message>
    <message>
      <source>Perplexity</source>
      <translation>Перплексия</translation>
    </message>
    <message>
      <source>e to the loss</source>
      <translation>e в степени потерь</translation>
    </message>
    <message>
      <source>Gradient norm</source>
      <translation>Норма градиента</translation>
    </message>
    <message>
      <source>before clipping</source>
      <translation>до обрезки</translation>
    </message>
    <message>
      <source>Learning rate</source>
      <translation>Скорость обучения</translation>
    </message>
    <message>
      <source>per parameter group</source>
      <translation>по группам параметров</translation>
    </message>
    <message>
      <source>Speed</source>
      <translation>Скорость</translation>
    </message>
    <message>
      <source>tokens per second</source>
      <translation>токенов в секунду</translation>
    </message>
    <message>
      <source>with weight decay</source>
      <translation>с затуханием весов</translation>
    </message>
    <message>
      <source>without weight decay</source>
      <translation>без затухания весов</translation>
    </message>
    <message>
      <source>Sentences</source>
      <translation>Предложения</translation>
    </message>
    <message>
      <source>Mean of the tasks</source>
      <translation>Среднее по задачам</translation>
    </message>
    <message>
      <source>Seconds</source>
      <translation>Секунды</translation>
    </message>
    <message>
      <source>Loss of each objective</source>
      <translation>Потери по задачам</translation>
    </message>
    <message>
      <source>nats</source>
      <translation>нат</translation>
    </message>
    <message>
      <source>Padding</source>
      <translation>Дополнение</translation>
    </message>
    <message>
      <source>share of the tokens computed</source>
      <translation>доля вычисленных токенов</translation>
    </message>
    <message>
      <source>Memory</source>
      <translation>Память</translation>
    </message>
    <message>
      <source>megabytes of this process</source>
      <translation>мегабайты процесса</translation>
    </message>
    <message>
      <source>Loss on next words</source>
      <translation>Потери на следующих словах</translation>
    </message>
    <message>
      <source>Next words right</source>
      <translation>Верно следующих слов</translation>
    </message>
    <message>
      <source>Loss on hidden spans</source>
      <translation>Потеря на скрытых отрезках</translation>
    </message>
    <message>
      <source>Loss on targets</source>
      <translation>Потеря на ответах</translation>
    </message>
    <message>
      <source>Loss of the generator</source>
      <translation>Потери генератора</translation>
    </message>
    <message>
      <source>Generator right</source>
      <translation>Генератор угадал</translation>
    </message>
    <message>
      <source>Loss of the judgement</source>
      <translation>Потери суждения</translation>
    </message>
    <message>
      <source>nats per token</source>
      <translation>наты на токен</translation>
    </message>
    <message>
      <source>Judged right</source>
      <translation>Верно судит</translation>
    </message>
    <message>
      <source>Really replaced</source>
      <translation>Подменено на деле</translation>
    </message>
    <message>
      <source>share of the places</source>
      <translation>доля мест</translation>
    </message>
    <message>
      <source>Replacements found</source>
      <translation>Найдено подмен</translation>
    </message>
    <message>
      <source>Accuracy</source>
      <translation>Доля верных</translation>
    </message>
    <message>
      <source>F1</source>
      <translation>F1</translation>
    </message>
    <message>
      <source>of the positive class</source>
      <translation>положительного класса</translation>
    </message>
    <message>
      <source>F1, mean of the classes</source>
      <translation>F1, среднее по классам</translation>
    </message>
    <message>
      <source>Matthews correlation</source>
      <translation>Корреляция Мэтьюса</translation>
    </message>
    <message>
      <source>-1 to 1</source>
      <translation>от −1 до 1</translation>
    </message>
    <message>
      <source>Pearson correlation</source>
      <translation>Корреляция Пирсона</translation>
    </message>
    <message>
      <source>Spearman correlation</source>
      <translation>Корреляция Спирмена</translation>
    </message>
    <message>
      <source>Exact answers</source>
      <translation>Точные ответы</translation>
    </message>
    <message>
      <source>F1 of the answers&apos; words</source>
      <translation>F1 по словам ответов</translation>
    </message>
    <message>
      <source>F1 of the spans</source>
      <translation>F1 отрезков</translation>
    </message>
    <message>
      <source>F1 of the roles</source>
      <translation>F1 ролей</translation>
    </message>
    <message>
      <source>Starts right</source>
      <translation>Верные начала</translation>
    </message>
    <message>
      <source>embeddings</source>
      <translation>эмбеддинги</translation>
    </message>
    <message>
      <source>head</source>
      <translation>голова</translation>
    </message>
    <message>
      <source>Loss, reading forward</source>
      <translation>Потери при чтении вперёд</translation>
    </message>
    <message>
      <source>Loss, reading backward</source>
      <translation>Потери при чтении назад</translation>
    </message>
    <message>
      <source>Perplexity, reading forward</source>
      <translation>Перплексия при чтении вперёд</translation>
    </message>
    <message>
      <source>Perplexity, reading backward</source>
      <translation>Перплексия при чтении назад</translation>
    </message>
    <message>
      <source>Words before right</source>
      <translation>Верные предыдущие слова</translation>
    </message>
    <message>
      <source>Loss on words in order</source>
      <translation>Потери на словах по порядку</translation>
    </message>
    <message>
      <source>Words in order right</source>
      <translation>Верных слов по порядку</translation>
    </message>
    <message>
      <source>How far each layer moved</source>
      <translation>Как далеко ушёл каждый слой</translation>
    </message>
    <message>
      <source>share of its size at the start</source>
      <translation>доля его начальной величины</translation>
    </message>
    <message>
      <source>Layer %1</source>
      <translation>Слой %1</translation>
    </message>
  </context>
  <context>
    <name>OpenedFile</name>
    <message>
      <source>%1 holds neither a checkpoint (config.json) nor texts (.txt, .jsonl, .gz).</source>
      <translation>В %1 нет ни контрольной точки (config.json), ни текстов (.txt, .jsonl, .gz).</translation>
    </message>
    <message>
      <source>%1 is no specification of a run: %2</source>
      <translation>%1 — не описание запуска: %2</translation>
    </message>
    <message>
      <source>%1 is not there any more.</source>
      <translation>%1 больше нет на месте.</translation>
    </message>
    <message>
      <source>%1 cannot be read: %2</source>
      <translation>%1 не читается: %2</translation>
    </message>
    <message>
      <source>%1 is empty.</source>
      <translation>%1 пуст.</translation>
    </message>
    <message>
      <source>%1 is no text. Cloze opens texts (.txt, .jsonl, .gz), checkpoint folders and specifications (.json).</source>
      <translation>%1 — не текст. Cloze открывает тексты (.txt, .jsonl, .gz), папки контрольных точек и описания запусков (.json).</translation>
    </message>
  </context>
  <context>
    <name>Runs</name>
    <message>
      <source>started</source>
      <translation>начат</translation>
    </message>
    <message>
      <source>continued from a checkpoint</source>
      <translation>продолжен с контрольной точки</translation>
    </message>
    <message>
      <source>checkpoint saved</source>
      <translation>сохранена контрольная точка</translation>
    </message>
    <message>
      <source>evaluated on held-out text</source>
      <translation>проверен на отложенном тексте</translation>
    </message>
    <message>
      <source>paused</source>
      <translation>пауза</translation>
    </message>
    <message>
      <source>resumed</source>
      <translation>продолжен</translation>
    </message>
    <message>
      <source>stopping, saving a checkpoint</source>
      <translation>останавливается, сохраняет контрольную точку</translation>
    </message>
    <message>
      <source>stopped</source>
      <translation>остановлен</translation>
    </message>
    <message>
      <source>finished</source>
      <translation>закончен</translation>
    </message>
    <message>
      <source>failed</source>
      <translation>не удался</translation>
    </message>
    <message>
      <source>interrupted</source>
      <translation>прерван</translation>
    </message>
    <message>
      <source>the loss is not a number</source>
      <translation>потери не число</translation>
    </message>
    <message>
      <source>none</source>
      <translation>нет</translation>
    </message>
    <message>
      <source>yes</source>
      <translation>да</translation>
    </message>
    <message>
      <source>no</source>
      <translation>нет</translation>
    </message>
    <message>
      <source>Step</source>
      <translation>Шаг</translation>
    </message>
    <message>
      <source>Size</source>
      <translation>Размер</translation>
    </message>
    <message>
      <source>Saved</source>
      <translation>Сохранена</translation>
    </message>
    <message>
      <source>State</source>
      <translation>Состояние</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>Папка</translation>
    </message>
    <message>
      <source>kept, best so far</source>
      <translation>есть, лучшая</translation>
    </message>
    <message>
      <source>kept</source>
      <translation>есть</translation>
    </message>
    <message>
      <source>Time</source>
      <translation>Время</translation>
    </message>
    <message>
      <source>What happened</source>
      <translation>Что произошло</translation>
    </message>
    <message>
      <source>Run</source>
      <translation>Запуск</translation>
    </message>
    <message>
      <source>Part</source>
      <translation>Часть</translation>
    </message>
    <message>
      <source>Setting</source>
      <translation>Настройка</translation>
    </message>
    <message>
      <source>Value</source>
      <translation>Значение</translation>
    </message>
    <message>
      <source>Preset</source>
      <translation>Заготовка</translation>
    </message>
    <message>
      <source>changed</source>
      <translation>изменено</translation>
    </message>
    <message>
      <source>training</source>
      <translation>обучается</translation>
    </message>
    <message>
      <source>done</source>
      <translation>готов</translation>
    </message>
    <message>
      <source>%1 at step %2</source>
      <translation>%1 на шаге %2</translation>
    </message>
    <message>
      <source>%1, %2</source>
      <translation>%1, %2</translation>
    </message>
    <message>
      <source>%1, loss %2</source>
      <translation>%1, потери %2</translation>
    </message>
    <message>
      <source>waits its turn</source>
      <translation>ждёт очереди</translation>
    </message>
    <message>
      <source>%1, %2 left</source>
      <translation>%1, осталось %2</translation>
    </message>
    <message>
      <source>deleted</source>
      <translation>удалена</translation>
    </message>
    <message>
      <source>no longer on the disk</source>
      <translation>больше нет на диске</translation>
    </message>
    <message>
      <source>pinned, best so far</source>
      <translation>закреплена, лучшая пока</translation>
    </message>
    <message>
      <source>pinned</source>
      <translation>закреплена</translation>
    </message>
  </context>
  <context>
    <name>TaskExample</name>
    <message>
      <source>no answer</source>
      <translation>ответа нет</translation>
    </message>
    <message>
      <source>right</source>
      <translation>верно</translation>
    </message>
    <message>
      <source>found</source>
      <translation>найдено</translation>
    </message>
    <message>
      <source>tags found</source>
      <translation>найденные метки</translation>
    </message>
    <message>
      <source>right: every tag</source>
      <translation>верно: все метки</translation>
    </message>
    <message>
      <source>wrong: %1 of the tags</source>
      <translation>неверно: %1 меток</translation>
    </message>
    <message>
      <source>predicted %1</source>
      <translation>предсказано %1</translation>
    </message>
    <message>
      <source>predicted %1, true %2</source>
      <translation>предсказано %1, верно %2</translation>
    </message>
    <message>
      <source>%1, %2</source>
      <translation>%1, %2</translation>
    </message>
    <message>
      <source>right: %1, %2</source>
      <translation>верно: %1, %2</translation>
    </message>
    <message>
      <source>wrong: %1, %2; true: %3</source>
      <translation>неверно: %1, %2; на самом деле: %3</translation>
    </message>
  </context>
  <context>
    <name>cloze::AnswerRow</name>
    <message>
      <source>Model %1</source>
      <translation>Модель %1</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Убрать</translation>
    </message>
    <message>
      <source>step %1</source>
      <translation>шаг %1</translation>
    </message>
    <message>
      <source>left to right</source>
      <translation>слева направо</translation>
    </message>
    <message>
      <source>surest first</source>
      <translation>сначала надёжные</translation>
    </message>
    <message>
      <source>each mask alone</source>
      <translation>каждый сам по себе</translation>
    </message>
    <message numerus="yes">
      <source>The sentence is longer than this model reads: its last %n pieces were left out.</source>
      <translation>
        <numerusform>Предложение длиннее, чем читает эта модель: последняя %n часть отброшена.</numerusform>
        <numerusform>Предложение длиннее, чем читает эта модель: последние %n части отброшены.</numerusform>
        <numerusform>Предложение длиннее, чем читает эта модель: последние %n частей отброшены.</numerusform>
      </translation>
    </message>
    <message>
      <source>These are all %1 pieces of this model&apos;s vocabulary.</source>
      <translation>Это все части словаря этой модели: %1.</translation>
    </message>
    <message>
      <source>guesses from the words before</source>
      <translation>угадывает по предыдущим словам</translation>
    </message>
    <message>
      <source>two readers: from the left, and from the right</source>
      <translation>два читателя: слева и справа</translation>
    </message>
    <message>
      <source>Below is what it answered last.</source>
      <translation>Ниже — её последний ответ.</translation>
    </message>
  </context>
  <context>
    <name>cloze::AskedPage</name>
    <message>
      <source>Cancel</source>
      <translation>Отмена</translation>
    </message>
    <message>
      <source>Cancelled.</source>
      <translation>Отменено.</translation>
    </message>
  </context>
  <context>
    <name>cloze::Banner</name>
    <message>
      <source>What can be done about it</source>
      <translation>Что с этим можно сделать</translation>
    </message>
  </context>
  <context>
    <name>cloze::BatchView</name>
    <message>
      <source>Hidden: the model must find "%1"</source>
      <translation>Скрыто: модель должна найти «%1»</translation>
    </message>
    <message>
      <source>A random token stands here: the model must find "%1"</source>
      <translation>Здесь случайная часть: модель должна найти «%1»</translation>
    </message>
    <message>
      <source>Left as it is, and predicted all the same: "%1"</source>
      <translation>Оставлено как есть и всё равно предсказывается: «%1»</translation>
    </message>
    <message>
      <source>The second sentence is a random one</source>
      <translation>Второе предложение случайное</translation>
    </message>
    <message>
      <source>The second sentence really follows</source>
      <translation>Второе предложение и правда следует за первым</translation>
    </message>
    <message>
      <source>Batch of step %1: %2 rows of %3 tokens. Of %4 tokens %5 are predicted (%6).</source>
      <translation>Пакет шага %1: %2 строк по %3 токенов. Из %4 токенов предсказывается %5 (%6).</translation>
    </message>
    <message>
      <source>Choose a coloured token to read what happened to it.</source>
      <translation>Выберите цветной токен, чтобы прочитать, что с ним стало.</translation>
    </message>
    <message>
      <source>hidden</source>
      <translation>скрыт</translation>
    </message>
    <message>
      <source>shown as a mask</source>
      <translation>показан как маска</translation>
    </message>
    <message>
      <source>random</source>
      <translation>случайный</translation>
    </message>
    <message>
      <source>shown as a random token</source>
      <translation>показан случайным токеном</translation>
    </message>
    <message>
      <source>kept</source>
      <translation>прежний</translation>
    </message>
    <message>
      <source>left as it is</source>
      <translation>оставлен как есть</translation>
    </message>
    <message>
      <source>%1: %2, %3</source>
      <translation>%1: %2, %3</translation>
    </message>
    <message>
      <source>token</source>
      <translation>токен</translation>
    </message>
    <message>
      <source>nothing is changed: each is predicted from what the model may see</source>
      <translation>ничего не изменено: каждый предсказывается по тому, что модели видно</translation>
    </message>
    <message>
      <source>Second sentence: really the next %1, random %2</source>
      <translation>Второе предложение: действительно следующее %1, случайное %2</translation>
    </message>
    <message>
      <source>From here the model must find what comes next: "%1"</source>
      <translation>Отсюда модель должна найти, что идёт дальше: «%1»</translation>
    </message>
    <message numerus="yes">
      <source>Stands for %n hidden tokens: "%1"</source>
      <translation>
        <numerusform>Стоит вместо %n скрытой части: «%1»</numerusform>
        <numerusform>Стоит вместо %n скрытых частей: «%1»</numerusform>
        <numerusform>Стоит вместо %n скрытых частей: «%1»</numerusform>
      </translation>
    </message>
    <message>
      <source>Was hidden: the model writes "%1" behind the sentinel of its span</source>
      <translation>Было скрыто: модель пишет «%1» после метки этого пропуска</translation>
    </message>
    <message>
      <source>Batch of step %1: %2 rows that read %3 tokens and write %4. Of %5 tokens %6 are written (%7).</source>
      <translation>Пакет шага %1: строк %2, каждая читает %3 частей и пишет %4. Из %5 частей пишутся %6 (%7).</translation>
    </message>
    <message>
      <source>a sentinel in place of a span: %1 spans of %2 tokens on average, %3 of the text</source>
      <translation>метка вместо отрезка: отрезков %1, в среднем по %2 части, %3 текста</translation>
    </message>
    <message>
      <source>nothing is hidden: the second text is written from the first</source>
      <translation>ничего не скрыто: второй текст пишется по первому</translation>
    </message>
    <message>
      <source>What the model reads</source>
      <translation>Что модель читает</translation>
    </message>
    <message>
      <source>What it has to write</source>
      <translation>Что она должна написать</translation>
    </message>
    <message>
      <source>The word that begins here is to be labelled &quot;%1&quot;</source>
      <translation>Слово, которое здесь начинается, должно получить метку «%1»</translation>
    </message>
    <message>
      <source>word</source>
      <translation>слово</translation>
    </message>
    <message>
      <source>to be labelled</source>
      <translation>получает метку</translation>
    </message>
    <message>
      <source>To be answered: %1</source>
      <translation>Верный ответ: %1</translation>
    </message>
    <message>
      <source>Predicted in a random order: &quot;%1&quot;</source>
      <translation>Предсказывается в случайном порядке: «%1»</translation>
    </message>
    <message>
      <source>3</source>
      <translation>3</translation>
    </message>
    <message>
      <source>predicted in a random order, as the number says</source>
      <translation>предсказываются в случайном порядке, по номерам</translation>
    </message>
    <message>
      <source>Predicted as number %1 of this row: from all tokens without a number and from those with a smaller one</source>
      <translation>Предсказывается в этой строке под номером %1: по всем токенам без номера и по тем, у которых номер меньше</translation>
    </message>
  </context>
  <context>
    <name>cloze::ChartGroup</name>
    <message>
      <source>%1 to %2</source>
      <translation>%1 – %2</translation>
    </message>
  </context>
  <context>
    <name>cloze::ChartLegend</name>
    <message>
      <source>Show %1</source>
      <translation>Показать: %1</translation>
    </message>
    <message>
      <source>Show or hide: %1</source>
      <translation>Показать или скрыть: %1</translation>
    </message>
  </context>
  <context>
    <name>cloze::ChartView</name>
    <message>
      <source>Save chart</source>
      <translation>Сохранить график</translation>
    </message>
    <message>
      <source>could not be saved to %1</source>
      <translation>не удалось сохранить в %1</translation>
    </message>
    <message>
      <source>Curve</source>
      <translation>Кривая</translation>
    </message>
    <message>
      <source>Step</source>
      <translation>Шаг</translation>
    </message>
    <message>
      <source>Value</source>
      <translation>Значение</translation>
    </message>
    <message>
      <source>not a number</source>
      <translation>не число</translation>
    </message>
    <message>
      <source>%1 fell from %2 to %3 between step %4 and %5.</source>
      <translation>%1: снижение с %2 до %3 между шагами %4 и %5.</translation>
    </message>
    <message>
      <source>%1 rose from %2 to %3 between step %4 and %5.</source>
      <translation>%1: рост с %2 до %3 между шагами %4 и %5.</translation>
    </message>
    <message>
      <source>%1 stayed at %2 between step %3 and %4.</source>
      <translation>%1: %2 без изменений с шага %3 по шаг %4.</translation>
    </message>
    <message>
      <source>Values that were not numbers: %1.</source>
      <translation>Значений, не являющихся числами: %1.</translation>
    </message>
    <message>
      <source>%1: no points yet.</source>
      <translation>%1: точек пока нет.</translation>
    </message>
    <message>
      <source>Logarithmic values</source>
      <translation>Логарифмическая шкала значений</translation>
    </message>
    <message>
      <source>Show alone on the whole screen</source>
      <translation>Показать один график на весь экран</translation>
    </message>
    <message>
      <source>Save this chart, or read it as a table</source>
      <translation>Сохранить график или прочесть его таблицей</translation>
    </message>
    <message>
      <source>Save picture (PNG)...</source>
      <translation>Сохранить картинку (PNG)...</translation>
    </message>
    <message>
      <source>Save drawing (SVG)...</source>
      <translation>Сохранить чертёж (SVG)...</translation>
    </message>
    <message>
      <source>Save every point (CSV)...</source>
      <translation>Сохранить все точки (CSV)...</translation>
    </message>
    <message>
      <source>Show as a table</source>
      <translation>Показать таблицей</translation>
    </message>
    <message>
      <source>%1
Drag moves, Ctrl+wheel zooms, double click fits; Shift+drag chooses a range.
Keys: arrows move the cross-hair (Shift chooses, Ctrl moves the window), + and - zoom, 0 fits, Enter opens a flag.</source>
      <translation>%1
Протяжка сдвигает, Ctrl+колесо меняет масштаб, двойной щелчок показывает всё; Shift+протяжка выбирает участок.
Клавиши: стрелки ведут перекрестье (Shift выбирает, Ctrl сдвигает окно), + и - меняют масштаб, 0 показывает всё, Enter открывает флажок.</translation>
    </message>
    <message>
      <source>Chart: %1</source>
      <translation>График: %1</translation>
    </message>
    <message>
      <source>Back to the page (Escape)</source>
      <translation>Назад на страницу (Escape)</translation>
    </message>
    <message>
      <source>%1 (raw %2)</source>
      <translation>%1 (без сглаживания %2)</translation>
    </message>
    <message>
      <source>smallest</source>
      <translation>мин.</translation>
    </message>
    <message>
      <source>largest</source>
      <translation>макс.</translation>
    </message>
    <message>
      <source>mean</source>
      <translation>среднее</translation>
    </message>
    <message>
      <source>slope</source>
      <translation>наклон</translation>
    </message>
    <message>
      <source>points</source>
      <translation>точек</translation>
    </message>
    <message>
      <source> + %1 not numbers</source>
      <translation> + %1 не чисел</translation>
    </message>
  </context>
  <context>
    <name>cloze::CommandPalette</name>
    <message>
      <source>Type what you want to do or open</source>
      <translation>Что сделать или открыть?</translation>
    </message>
    <message>
      <source>Search actions, documents and runs</source>
      <translation>Поиск действий, документов и запусков</translation>
    </message>
    <message>
      <source>Found</source>
      <translation>Найдено</translation>
    </message>
    <message>
      <source>Nothing is called like that</source>
      <translation>Ничего с таким названием нет</translation>
    </message>
  </context>
  <context>
    <name>cloze::CompareView</name>
    <message>
      <source>None of these runs has logged this yet.</source>
      <translation>Ни один из этих запусков ещё не записал этого.</translation>
    </message>
    <message>
      <source>Two runs or more stand side by side here: their curves, their best values, the settings in which they differ.</source>
      <translation>Здесь рядом стоят два запуска или больше: их кривые, лучшие значения и настройки, в которых они различаются.</translation>
    </message>
    <message>
      <source>Add runs</source>
      <translation>Добавить запуски</translation>
    </message>
    <message>
      <source>Add</source>
      <translation>Добавить</translation>
    </message>
    <message>
      <source>Adds a run to this comparison</source>
      <translation>Добавляет запуск в это сравнение</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>Сохранить</translation>
    </message>
    <message>
      <source>Saves the curves, the tables or the picture</source>
      <translation>Сохраняет кривые, таблицы или рисунок</translation>
    </message>
    <message>
      <source>Curves, every point (CSV)...</source>
      <translation>Кривые, все точки (CSV)...</translation>
    </message>
    <message>
      <source>Table of results (CSV)...</source>
      <translation>Таблица результатов (CSV)...</translation>
    </message>
    <message>
      <source>Differing settings (CSV)...</source>
      <translation>Различия в настройках (CSV)...</translation>
    </message>
    <message>
      <source>Picture (PNG)...</source>
      <translation>Рисунок (PNG)...</translation>
    </message>
    <message>
      <source>Drawing (SVG)...</source>
      <translation>Чертёж (SVG)...</translation>
    </message>
    <message>
      <source>What is compared; any value that one of the runs has logged</source>
      <translation>Что сравнивается: любая величина, которую записал хотя бы один запуск</translation>
    </message>
    <message>
      <source>Compare</source>
      <translation>Сравнить</translation>
    </message>
    <message>
      <source>Seeds together</source>
      <translation>Зёрна вместе</translation>
    </message>
    <message>
      <source>Runs that differ in nothing but the seed become one curve: their mean, and one standard deviation to both sides</source>
      <translation>Запуски, которые различаются только зерном, становятся одной кривой: их среднее и одно стандартное отклонение в обе стороны</translation>
    </message>
    <message>
      <source>Copy the table with its headings</source>
      <translation>Скопировать таблицу с заголовками</translation>
    </message>
    <message>
      <source>Copy: %1</source>
      <translation>Скопировать: %1</translation>
    </message>
    <message>
      <source>Results</source>
      <translation>Результаты</translation>
    </message>
    <message>
      <source>The last column shows the value here</source>
      <translation>Последний столбец показывает значение в этом месте</translation>
    </message>
    <message>
      <source>from the chart</source>
      <translation>с графика</translation>
    </message>
    <message>
      <source>The place follows the pointer over the chart</source>
      <translation>Место следует за указателем на графике</translation>
    </message>
    <message>
      <source>At</source>
      <translation>Место</translation>
    </message>
    <message>
      <source>Differing settings</source>
      <translation>Различия в настройках</translation>
    </message>
    <message>
      <source>Look inside</source>
      <translation>Заглянуть внутрь</translation>
    </message>
    <message>
      <source>and</source>
      <translation>и</translation>
    </message>
    <message>
      <source>First model to look into</source>
      <translation>Первая модель</translation>
    </message>
    <message>
      <source>Second model to look into</source>
      <translation>Вторая модель</translation>
    </message>
    <message>
      <source>Masked words</source>
      <translation>Скрытые слова</translation>
    </message>
    <message>
      <source>Opens the masked words of both, one beside the other</source>
      <translation>Открывает скрытые слова обеих моделей рядом</translation>
    </message>
    <message>
      <source>Neighbours</source>
      <translation>Соседи</translation>
    </message>
    <message>
      <source>%1, held-out text</source>
      <translation>%1, отложенный текст</translation>
    </message>
    <message>
      <source>%1: deleted from the log, no longer compared.</source>
      <translation>%1: удалено из журнала и больше не сравнивается.</translation>
    </message>
    <message>
      <source>Put away</source>
      <translation>Убрать</translation>
    </message>
    <message>
      <source>%1
Click to take it out of the comparison</source>
      <translation>%1
Нажмите, чтобы убрать из сравнения</translation>
    </message>
    <message>
      <source>Take out %1</source>
      <translation>Убрать %1</translation>
    </message>
    <message>
      <source>no two of these runs differ in the seed alone</source>
      <translation>нет двух запусков, которые различаются только зерном</translation>
    </message>
    <message>
      <source>shaded: one standard deviation</source>
      <translation>полоса: одно стандартное отклонение</translation>
    </message>
    <message numerus="yes">
      <source>%1, mean of %n seeds</source>
      <translation>
        <numerusform>%1, среднее по %n зерну</numerusform>
        <numerusform>%1, среднее по %n зёрнам</numerusform>
        <numerusform>%1, среднее по %n зёрнам</numerusform>
      </translation>
    </message>
    <message>
      <source>of two runs or more</source>
      <translation>двух запусков или больше</translation>
    </message>
    <message>
      <source>none: the settings are the same</source>
      <translation>нет: настройки одинаковы</translation>
    </message>
    <message>
      <source>lower is better</source>
      <translation>чем меньше, тем лучше</translation>
    </message>
    <message>
      <source>higher is better</source>
      <translation>чем больше, тем лучше</translation>
    </message>
    <message>
      <source>neither low nor high is better</source>
      <translation>ни малое, ни большое не лучше</translation>
    </message>
    <message>
      <source>running mean of the steps</source>
      <translation>скользящее среднее по шагам</translation>
    </message>
    <message>
      <source>No other run in the log</source>
      <translation>Других запусков в журнале нет</translation>
    </message>
    <message>
      <source>Older ones: check them in the list of runs and compare from there</source>
      <translation>Более старые: отметьте их в списке запусков и сравните оттуда</translation>
    </message>
    <message>
      <source>Save the comparison</source>
      <translation>Сохранить сравнение</translation>
    </message>
    <message>
      <source>comparison</source>
      <translation>сравнение</translation>
    </message>
    <message>
      <source>It could not be written to %1.</source>
      <translation>Не удалось записать в %1.</translation>
    </message>
    <message>
      <source>Tokens</source>
      <translation>Токены</translation>
    </message>
    <message>
      <source>Step</source>
      <translation>Шаг</translation>
    </message>
    <message>
      <source>Time</source>
      <translation>Время</translation>
    </message>
    <message>
      <source>Align by</source>
      <translation>Выровнять по</translation>
    </message>
    <message>
      <source>Epoch</source>
      <translation>Эпоха</translation>
    </message>
    <message>
      <source>Curves lie over each other by the steps a run had made, the text it had read, or the time it had taken</source>
      <translation>Кривые накладываются по сделанным шагам, прочитанному тексту или затраченному времени</translation>
    </message>
    <message>
      <source>s</source>
      <translation>с</translation>
    </message>
    <message>
      <source>Opens the neighbours of a word in both, one beside the other</source>
      <translation>Открывает соседей слова в обеих, одну рядом с другой</translation>
    </message>
  </context>
  <context>
    <name>cloze::ConfusionTable</name>
    <message>
      <source>True label: %1</source>
      <translation>Верная метка: %1</translation>
    </message>
    <message>
      <source>Predicted: %1</source>
      <translation>Предсказано: %1</translation>
    </message>
    <message>
      <source>True: %1, predicted: %2, examples: %3</source>
      <translation>На самом деле: %1, предсказано: %2, примеров: %3</translation>
    </message>
    <message>
      <source>True labels in rows, predicted ones in columns</source>
      <translation>Верные метки в строках, предсказанные в столбцах</translation>
    </message>
  </context>
  <context>
    <name>cloze::CostCard</name>
    <message>
      <source>What it will cost</source>
      <translation>Чего это будет стоить</translation>
    </message>
    <message>
      <source>Two steps on the first batches measure time, memory and disk; nothing is kept of them.</source>
      <translation>Два шага на первых пакетах измеряют время, память и место на диске; от них ничего не остаётся.</translation>
    </message>
    <message>
      <source>%1 s a step</source>
      <translation>%1 с на шаг</translation>
    </message>
    <message>
      <source>%1 a step</source>
      <translation>%1 на шаг</translation>
    </message>
    <message>
      <source>Time: about %1 (%2)</source>
      <translation>Время: около %1 (%2)</translation>
    </message>
    <message>
      <source>Time: %1</source>
      <translation>Время: %1</translation>
    </message>
    <message>
      <source>Memory: %1 of %2 free</source>
      <translation>Память: %1 из %2 свободных</translation>
    </message>
    <message>
      <source>Disk: %1 a checkpoint, %2 are kept</source>
      <translation>Диск: %1 на контрольную точку, хранится %2</translation>
    </message>
    <message>
      <source>The settings have changed since; estimate again.</source>
      <translation>Настройки с тех пор изменились; оцените снова.</translation>
    </message>
    <message>
      <source>Estimate</source>
      <translation>Оценить</translation>
    </message>
    <message>
      <source>Try 20 steps</source>
      <translation>Пробные 20 шагов</translation>
    </message>
    <message>
      <source>Overfit one batch</source>
      <translation>Заучить один пакет</translation>
    </message>
    <message>
      <source>Starts a run of 20 steps with these settings: does everything fit together?</source>
      <translation>Начинает запуск на 20 шагов с этими настройками: всё ли сходится?</translation>
    </message>
    <message>
      <source>Starts a run of 100 steps that sees the same batch each time: a model that cannot learn one batch by heart learns nothing</source>
      <translation>Начинает запуск на 100 шагов, который каждый раз видит один и тот же пакет: модель, что не может заучить один пакет, не научится ничему</translation>
    </message>
  </context>
  <context>
    <name>cloze::DocumentArea</name>
    <message>
      <source>Documents</source>
      <translation>Документы</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Закрыть</translation>
    </message>
    <message>
      <source>Split to the right</source>
      <translation>Разделить вправо</translation>
    </message>
    <message>
      <source>Split downwards</source>
      <translation>Разделить вниз</translation>
    </message>
    <message>
      <source>Move to the other side</source>
      <translation>Перенести на другую сторону</translation>
    </message>
  </context>
  <context>
    <name>cloze::EngineStatus</name>
    <message>
      <source>Memory of this window and of what trains in it</source>
      <translation>Память этого окна и того, что в нём обучается</translation>
    </message>
    <message>
      <source>Log %1</source>
      <translation>Журнал %1</translation>
    </message>
    <message>
      <source>Nothing trains in this window</source>
      <translation>В этом окне ничего не обучается</translation>
    </message>
    <message>
      <source>Paused: %1</source>
      <translation>Пауза: %1</translation>
    </message>
    <message>
      <source>Training: %1</source>
      <translation>Обучается: %1</translation>
    </message>
    <message>
      <source>, step %1 of %2</source>
      <translation>, шаг %1 из %2</translation>
    </message>
    <message>
      <source>, %1 of peak</source>
      <translation>, %1 от предела</translation>
    </message>
    <message numerus="yes">
      <source> and %n more</source>
      <translation>
        <numerusform> и ещё %n</numerusform>
        <numerusform> и ещё %n</numerusform>
        <numerusform> и ещё %n</numerusform>
      </translation>
    </message>
    <message>
      <source>Peak: %1 Gflop/s of matrix products, measured here; the share is an estimate from the model's size</source>
      <translation>Предел: %1 Гфлоп/с на произведениях матриц, измерено здесь; доля оценена по размеру модели</translation>
    </message>
    <message numerus="yes">
      <source>%1 (%n more)</source>
      <translation>
        <numerusform>%1 (ещё %n)</numerusform>
        <numerusform>%1 (ещё %n)</numerusform>
        <numerusform>%1 (ещё %n)</numerusform>
      </translation>
    </message>
    <message>
      <source>Last message: %1</source>
      <translation>Последнее сообщение: %1</translation>
    </message>
    <message numerus="yes">
      <source>; %n in the queue</source>
      <translation>
        <numerusform>; в очереди %n</numerusform>
        <numerusform>; в очереди %n</numerusform>
        <numerusform>; в очереди %n</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>cloze::FamilyCards</name>
    <message>
      <source>%1: %2 parameters</source>
      <translation>%1: параметров %2</translation>
    </message>
  </context>
  <context>
    <name>cloze::FamilyPicture</name>
    <message>
      <source>Each place looks at the words on both sides.</source>
      <translation>Каждое место смотрит на слова с обеих сторон.</translation>
    </message>
    <message>
      <source>Each place looks at the words before it.</source>
      <translation>Каждое место смотрит на слова перед ним.</translation>
    </message>
    <message>
      <source>Each place looks at itself only.</source>
      <translation>Каждое место смотрит только на себя.</translation>
    </message>
    <message>
      <source>Hidden words are predicted.</source>
      <translation>Предсказываются скрытые слова.</translation>
    </message>
    <message>
      <source>Every place predicts a word.</source>
      <translation>Каждое место предсказывает слово.</translation>
    </message>
    <message>
      <source>Some places predict.</source>
      <translation>Некоторые места предсказывают.</translation>
    </message>
    <message>
      <source>Two readers: one looks at the words before each place, the other at those after it.</source>
      <translation>Два читателя: один смотрит на слова до каждого места, другой на слова после него.</translation>
    </message>
  </context>
  <context>
    <name>cloze::FieldEditor</name>
    <message>
      <source>none</source>
      <translation>нет</translation>
    </message>
    <message>
      <source>One a line</source>
      <translation>По одному на строке</translation>
    </message>
    <message>
      <source>How many, or which</source>
      <translation>Сколько или который</translation>
    </message>
  </context>
  <context>
    <name>cloze::FormWidget</name>
    <message>
      <source>Run</source>
      <translation>Запуск</translation>
    </message>
    <message>
      <source>Point at a setting to read what it does.</source>
      <translation>Наведите на настройку, чтобы прочесть, что она делает.</translation>
    </message>
    <message>
      <source>Search all settings</source>
      <translation>Поиск по настройкам</translation>
    </message>
    <message>
      <source>%1, more</source>
      <translation>%1, ещё</translation>
    </message>
    <message>
      <source>No setting has this word in its name or help.</source>
      <translation>Такого слова нет ни в названиях настроек, ни в пояснениях.</translation>
    </message>
    <message>
      <source>Fewer settings</source>
      <translation>Меньше настроек</translation>
    </message>
    <message>
      <source>All settings</source>
      <translation>Все настройки</translation>
    </message>
    <message>
      <source>Differs from the preset</source>
      <translation>Отличается от заготовки</translation>
    </message>
    <message>
      <source>Back to the preset's value</source>
      <translation>Вернуть значение заготовки</translation>
    </message>
    <message>
      <source>Reset %1</source>
      <translation>Вернуть: %1</translation>
    </message>
    <message numerus="yes">
      <source>%n folded settings are wrong: show them</source>
      <translation>
        <numerusform>%n свёрнутая настройка неверна: показать</numerusform>
        <numerusform>%n свёрнутые настройки неверны: показать</numerusform>
        <numerusform>%n свёрнутых настроек неверны: показать</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>cloze::InspectorPanel</name>
    <message>
      <source>Inspector</source>
      <translation>Инспектор</translation>
    </message>
    <message>
      <source>What is selected is described here: a run, a checkpoint, a word.</source>
      <translation>Здесь описано то, что выбрано: запуск, контрольная точка, слово.</translation>
    </message>
    <message>
      <source>Status</source>
      <translation>Состояние</translation>
    </message>
    <message>
      <source>Family</source>
      <translation>Семейство</translation>
    </message>
    <message>
      <source>Objective</source>
      <translation>Задача</translation>
    </message>
    <message>
      <source>Parameters</source>
      <translation>Параметры</translation>
    </message>
    <message>
      <source>Step</source>
      <translation>Шаг</translation>
    </message>
    <message>
      <source>%1 of %2</source>
      <translation>%1 из %2</translation>
    </message>
    <message>
      <source>Loss</source>
      <translation>Потери</translation>
    </message>
    <message>
      <source>Of the newest step</source>
      <translation>На последнем шаге</translation>
    </message>
    <message>
      <source>Held-out loss</source>
      <translation>Потери на отложенном</translation>
    </message>
    <message>
      <source>The best so far</source>
      <translation>Лучшие до сих пор</translation>
    </message>
    <message>
      <source>Trained for</source>
      <translation>Обучалась</translation>
    </message>
    <message>
      <source>Started</source>
      <translation>Начато</translation>
    </message>
    <message>
      <source>Grew from</source>
      <translation>Выросла из</translation>
    </message>
    <message>
      <source>%1, step %2</source>
      <translation>%1, шаг %2</translation>
    </message>
    <message>
      <source>nothing, a random start</source>
      <translation>ничего, случайное начало</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>Папка</translation>
    </message>
    <message>
      <source>Run</source>
      <translation>Запуск</translation>
    </message>
    <message>
      <source>Differs from the preset</source>
      <translation>Отличается от набора</translation>
    </message>
    <message>
      <source>Tags, with commas</source>
      <translation>Метки через запятую</translation>
    </message>
    <message>
      <source>Tags</source>
      <translation>Метки</translation>
    </message>
    <message>
      <source>A note about this run</source>
      <translation>Заметка об этом запуске</translation>
    </message>
    <message>
      <source>Note</source>
      <translation>Заметка</translation>
    </message>
    <message>
      <source>Checkpoint</source>
      <translation>Контрольная точка</translation>
    </message>
    <message>
      <source>This checkpoint is not there any more.</source>
      <translation>Этой контрольной точки больше нет.</translation>
    </message>
    <message>
      <source>Size</source>
      <translation>Размер</translation>
    </message>
    <message>
      <source>Saved</source>
      <translation>Сохранена</translation>
    </message>
    <message>
      <source>At this step</source>
      <translation>На этом шаге</translation>
    </message>
    <message>
      <source>State</source>
      <translation>Состояние</translation>
    </message>
    <message>
      <source>removed to save space</source>
      <translation>удалена ради места</translation>
    </message>
    <message>
      <source>kept, the best so far</source>
      <translation>хранится, лучшая до сих пор</translation>
    </message>
    <message>
      <source>kept</source>
      <translation>хранится</translation>
    </message>
    <message>
      <source>Open in masked words</source>
      <translation>Открыть в скрытых словах</translation>
    </message>
    <message>
      <source>Open in neighbours</source>
      <translation>Открыть в соседях</translation>
    </message>
    <message>
      <source>Show the run</source>
      <translation>Показать запуск</translation>
    </message>
  </context>
  <context>
    <name>cloze::InspectorSession</name>
    <message>
      <source>This run is no longer training here. Choose one of its checkpoints.</source>
      <translation>Этот запуск здесь больше не обучается. Выберите одну из его контрольных точек.</translation>
    </message>
    <message>
      <source>Waiting for step %1...</source>
      <translation>Ждём шага %1...</translation>
    </message>
    <message>
      <source>The run ended before it could answer. Choose one of its checkpoints.</source>
      <translation>Запуск закончился раньше, чем смог ответить. Выберите одну из его контрольных точек.</translation>
    </message>
  </context>
  <context>
    <name>cloze::KeptSentences</name>
    <message>
      <source>The kept sentences could not be read; their file was moved to %1.</source>
      <translation>Сохранённые предложения не прочитались; файл перемещён в %1.</translation>
    </message>
    <message>
      <source>The kept sentences could not be written: %1</source>
      <translation>Сохранённые предложения не записались: %1</translation>
    </message>
  </context>
  <context>
    <name>cloze::KeptSentencesPanel</name>
    <message>
      <source>Keep a sentence with its hidden words, and its ranks over the whole training appear here.</source>
      <translation>Сохраните предложение со скрытыми словами, и здесь появятся их места за всё обучение.</translation>
    </message>
    <message>
      <source>Score over training</source>
      <translation>Проследить обучение</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Отмена</translation>
    </message>
    <message>
      <source>Kept sentences</source>
      <translation>Сохранённые предложения</translation>
    </message>
    <message>
      <source>Checkpoints scored</source>
      <translation>Просмотрено контрольных точек</translation>
    </message>
    <message>
      <source>Asks every checkpoint of the run for these sentences, and each new one when it comes</source>
      <translation>Спрашивает об этих предложениях каждую контрольную точку запуска, а новые — по мере появления</translation>
    </message>
    <message>
      <source>choose a run&apos;s checkpoint above to see them over its training</source>
      <translation>выберите выше контрольную точку запуска, чтобы увидеть их за его обучение</translation>
    </message>
    <message>
      <source>over the training of %1</source>
      <translation>за обучение: %1</translation>
    </message>
    <message>
      <source>Show this sentence above</source>
      <translation>Показать это предложение выше</translation>
    </message>
    <message>
      <source>Keep it no longer</source>
      <translation>Больше не хранить</translation>
    </message>
    <message>
      <source>%1 over training</source>
      <translation>%1 за обучение</translation>
    </message>
    <message>
      <source>rank %1 → %2, %3</source>
      <translation>место %1 → %2, %3</translation>
    </message>
    <message>
      <source>rank %1, %2</source>
      <translation>место %1, %2</translation>
    </message>
    <message>
      <source>Probes of the specification</source>
      <translation>Пробы из спецификации</translation>
    </message>
    <message numerus="yes">
      <source>; %n checkpoints could not be read</source>
      <translation>
        <numerusform>; %n контрольная точка не прочиталась</numerusform>
        <numerusform>; %n контрольные точки не прочитались</numerusform>
        <numerusform>; %n контрольных точек не прочиталось</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>cloze::LayerMixBars</name>
    <message>
      <source>Layer mix</source>
      <translation>Смесь слоёв</translation>
    </message>
    <message>
      <source>learned; times %1</source>
      <translation>выучена; множитель %1</translation>
    </message>
    <message>
      <source>equal until a task learns it</source>
      <translation>поровну, пока задача не выучит</translation>
    </message>
    <message>
      <source>layer %1</source>
      <translation>слой %1</translation>
    </message>
    <message>
      <source>A task reads all layers of this model at once: a weighted mean, whose shares it learns. Layer 0 is the word by its letters.</source>
      <translation>Задача читает сразу все слои этой модели: взвешенное среднее, доли которого она выучивает. Слой 0 — слово по его буквам.</translation>
    </message>
  </context>
  <context>
    <name>cloze::LengthHistogram</name>
    <message>
      <source>%1 tokens</source>
      <translation>токенов: %1</translation>
    </message>
    <message>
      <source>cut at %1</source>
      <translation>обрезка: %1</translation>
    </message>
    <message>
      <source>%1 tokens, examples: %2</source>
      <translation>Токенов: %1, примеров: %2</translation>
    </message>
  </context>
  <context>
    <name>cloze::MainWindow</name>
    <message>
      <source>Cloze</source>
      <translation>Cloze</translation>
    </message>
    <message>
      <source>Start page</source>
      <translation>Начальная страница</translation>
    </message>
    <message>
      <source>Examples, interrupted and recent runs</source>
      <translation>Примеры, прерванные и недавние запуски</translation>
    </message>
    <message>
      <source>New run</source>
      <translation>Новый запуск</translation>
    </message>
    <message>
      <source>Choose a model, a text and settings</source>
      <translation>Выбрать модель, текст и настройки</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>Пауза</translation>
    </message>
    <message>
      <source>Pause the run after its current step; inspecting goes on</source>
      <translation>Приостановить после текущего шага; рассматривать модель можно и дальше</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Стоп</translation>
    </message>
    <message>
      <source>Save a checkpoint and end the run; it can be continued</source>
      <translation>Сохранить контрольную точку и закончить; запуск можно продолжить</translation>
    </message>
    <message>
      <source>Continue</source>
      <translation>Продолжить</translation>
    </message>
    <message>
      <source>Go on from the newest checkpoint, as if nothing had happened</source>
      <translation>Продолжить с последней контрольной точки, как будто ничего не случилось</translation>
    </message>
    <message>
      <source>Masked words</source>
      <translation>Скрытые слова</translation>
    </message>
    <message>
      <source>Hide words of a sentence and see what a model expects</source>
      <translation>Скрыть слова предложения и увидеть, чего ждёт модель</translation>
    </message>
    <message>
      <source>Neighbours</source>
      <translation>Соседи</translation>
    </message>
    <message>
      <source>Occurrences of a word that mean most nearly the same</source>
      <translation>Употребления слова, самые близкие по смыслу</translation>
    </message>
    <message>
      <source>&amp;File</source>
      <translation>&amp;Файл</translation>
    </message>
    <message>
      <source>&amp;Run</source>
      <translation>&amp;Запуск</translation>
    </message>
    <message>
      <source>&amp;Inspect</source>
      <translation>&amp;Рассмотреть</translation>
    </message>
    <message>
      <source>&amp;View</source>
      <translation>&amp;Вид</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>Светлая</translation>
    </message>
    <message>
      <source>Dark</source>
      <translation>Тёмная</translation>
    </message>
    <message>
      <source>High contrast</source>
      <translation>Высокий контраст</translation>
    </message>
    <message>
      <source>Language</source>
      <translation>Язык</translation>
    </message>
    <message>
      <source>&amp;Help</source>
      <translation>&amp;Справка</translation>
    </message>
    <message>
      <source>Keyboard shortcuts</source>
      <translation>Сочетания клавиш</translation>
    </message>
    <message>
      <source>About Cloze</source>
      <translation>О программе Cloze</translation>
    </message>
    <message>
      <source>Cloze %1
Train language models, watch them learn, and look inside.
Free software under the GNU General Public License, version 3 or later.</source>
      <translation>Cloze %1
Обучайте языковые модели, смотрите, как они учатся, и заглядывайте внутрь.
Свободная программа: GNU General Public License версии 3 или новее.</translation>
    </message>
    <message>
      <source>Actions</source>
      <translation>Действия</translation>
    </message>
    <message>
      <source>Messages</source>
      <translation>Сообщения</translation>
    </message>
    <message>
      <source>What happens is written here.</source>
      <translation>Здесь записывается, что происходит.</translation>
    </message>
    <message>
      <source>Runs</source>
      <translation>Запуски</translation>
    </message>
    <message>
      <source>Log</source>
      <translation>Журнал</translation>
    </message>
    <message>
      <source>Go on</source>
      <translation>Дальше</translation>
    </message>
    <message>
      <source>A run is training</source>
      <translation>Идёт обучение</translation>
    </message>
    <message>
      <source>What shall happen to it?</source>
      <translation>Что с ним сделать?</translation>
    </message>
    <message>
      <source>Both ways save a checkpoint first; nothing is lost.</source>
      <translation>В обоих случаях сначала сохраняется контрольная точка; ничего не пропадёт.</translation>
    </message>
    <message>
      <source>Stop and save</source>
      <translation>Остановить и сохранить</translation>
    </message>
    <message>
      <source>Continue in the background</source>
      <translation>Продолжить в фоне</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Отмена</translation>
    </message>
    <message>
      <source>Saving a checkpoint...</source>
      <translation>Сохраняется контрольная точка...</translation>
    </message>
    <message>
      <source>Closing</source>
      <translation>Закрытие</translation>
    </message>
    <message>
      <source>Start</source>
      <translation>Начало</translation>
    </message>
    <message>
      <source>Copied: %1</source>
      <translation>Скопировано: %1</translation>
    </message>
    <message>
      <source>Run</source>
      <translation>Запуск</translation>
    </message>
    <message>
      <source>Gibo plays the harp .</source>
      <translation>Вики играет на гитаре .</translation>
    </message>
    <message>
      <source>the moth and the cave were near the bat , and so was the roof .</source>
      <translation>это олень и лучник , а вот лук и колчан .</translation>
    </message>
    <message>
      <source>bat</source>
      <translation>лук</translation>
    </message>
    <message>
      <source>, changed</source>
      <translation>, изменён</translation>
    </message>
    <message>
      <source>Settings of a run</source>
      <translation>Настройки запуска</translation>
    </message>
    <message>
      <source>Settings (*.json);;All files (*)</source>
      <translation>Настройки (*.json);;Все файлы (*)</translation>
    </message>
    <message>
      <source>Settings of %1</source>
      <translation>Настройки из %1</translation>
    </message>
    <message>
      <source>Save settings</source>
      <translation>Сохранить настройки</translation>
    </message>
    <message>
      <source>Settings (*.json)</source>
      <translation>Настройки (*.json)</translation>
    </message>
    <message>
      <source>Saved: %1</source>
      <translation>Сохранено: %1</translation>
    </message>
    <message numerus="yes">
      <source>%n runs in the queue will not start.</source>
      <translation>
        <numerusform>%n запуск в очереди не начнётся.</numerusform>
        <numerusform>%n запуска в очереди не начнутся.</numerusform>
        <numerusform>%n запусков в очереди не начнутся.</numerusform>
      </translation>
    </message>
    <message>
      <source>Close page</source>
      <translation>Закрыть страницу</translation>
    </message>
    <message>
      <source>Close the document in front; nothing that trains is stopped</source>
      <translation>Закрыть документ на переднем плане; обучение при этом не прерывается</translation>
    </message>
    <message>
      <source>Quit</source>
      <translation>Выход</translation>
    </message>
    <message>
      <source>Close the window; runs that train are asked about</source>
      <translation>Закрыть окно; об идущих запусках будет вопрос</translation>
    </message>
    <message>
      <source>Split to the right</source>
      <translation>Разделить вправо</translation>
    </message>
    <message>
      <source>Show the document in front beside the others</source>
      <translation>Показать передний документ рядом с остальными</translation>
    </message>
    <message>
      <source>Split downwards</source>
      <translation>Разделить вниз</translation>
    </message>
    <message>
      <source>Show the document in front below the others</source>
      <translation>Показать передний документ под остальными</translation>
    </message>
    <message>
      <source>Move to the other side</source>
      <translation>Перенести на другую сторону</translation>
    </message>
    <message>
      <source>Carry the document in front to the next pane</source>
      <translation>Перенести передний документ в соседнюю часть</translation>
    </message>
    <message>
      <source>One pane</source>
      <translation>Без разделения</translation>
    </message>
    <message>
      <source>All documents as tabs of one pane</source>
      <translation>Все документы вкладками одной части</translation>
    </message>
    <message>
      <source>Next document</source>
      <translation>Следующий документ</translation>
    </message>
    <message>
      <source>The next tab</source>
      <translation>Следующая вкладка</translation>
    </message>
    <message>
      <source>Previous document</source>
      <translation>Предыдущий документ</translation>
    </message>
    <message>
      <source>The tab before</source>
      <translation>Предыдущая вкладка</translation>
    </message>
    <message>
      <source>Next part of the window</source>
      <translation>Следующая часть окна</translation>
    </message>
    <message>
      <source>Keyboard to the runs, the documents, the inspector, the log in turn</source>
      <translation>Клавиатура по очереди: запуски, документы, инспектор, журнал</translation>
    </message>
    <message>
      <source>Larger text</source>
      <translation>Крупнее</translation>
    </message>
    <message>
      <source>All text one size larger</source>
      <translation>Весь текст на размер крупнее</translation>
    </message>
    <message>
      <source>Smaller text</source>
      <translation>Мельче</translation>
    </message>
    <message>
      <source>All text one size smaller</source>
      <translation>Весь текст на размер мельче</translation>
    </message>
    <message>
      <source>Normal text</source>
      <translation>Обычный размер</translation>
    </message>
    <message>
      <source>Text at 100 %</source>
      <translation>Текст 100 %</translation>
    </message>
    <message>
      <source>Search everything</source>
      <translation>Поиск по всему</translation>
    </message>
    <message>
      <source>Find an action, a document or a run by a few letters</source>
      <translation>Найти действие, документ или запуск по нескольким буквам</translation>
    </message>
    <message>
      <source>All keys on one sheet</source>
      <translation>Все клавиши на одном листе</translation>
    </message>
    <message>
      <source>Version and licence</source>
      <translation>Версия и лицензия</translation>
    </message>
    <message>
      <source>Search runs and actions</source>
      <translation>Поиск запусков и действий</translation>
    </message>
    <message>
      <source>Theme</source>
      <translation>Тема</translation>
    </message>
    <message>
      <source>open document</source>
      <translation>открытый документ</translation>
    </message>
    <message>
      <source>action</source>
      <translation>действие</translation>
    </message>
    <message>
      <source>Show or hide: %1</source>
      <translation>Показать или скрыть: %1</translation>
    </message>
    <message>
      <source>Inspector</source>
      <translation>Инспектор</translation>
    </message>
    <message>
      <source>Timeline</source>
      <translation>Шкала шагов</translation>
    </message>
    <message>
      <source>Train</source>
      <translation>Обучение</translation>
    </message>
    <message>
      <source>Inspect</source>
      <translation>Рассмотреть</translation>
    </message>
    <message>
      <source>Compare</source>
      <translation>Сравнение</translation>
    </message>
    <message>
      <source>Teach</source>
      <translation>Урок</translation>
    </message>
    <message>
      <source>Save the layout</source>
      <translation>Сохранить раскладку</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>Имя</translation>
    </message>
    <message>
      <source>Layout</source>
      <translation>Раскладка</translation>
    </message>
    <message>
      <source>The window's settings could not all be used; the rest is as at first. The file is kept as %1.</source>
      <translation>Не все настройки окна удалось использовать; остальное — как вначале. Файл сохранён как %1.</translation>
    </message>
    <message>
      <source>Dismiss</source>
      <translation>Убрать</translation>
    </message>
    <message>
      <source>Open a text or a specification</source>
      <translation>Открыть текст или описание запуска</translation>
    </message>
    <message>
      <source>Texts and specifications (*.txt *.jsonl *.gz *.json);;All files (*)</source>
      <translation>Тексты и описания (*.txt *.jsonl *.gz *.json);;Все файлы (*)</translation>
    </message>
    <message>
      <source>Open a checkpoint, a run or a folder of texts</source>
      <translation>Открыть контрольную точку, запуск или папку с текстами</translation>
    </message>
    <message>
      <source>Nothing yet</source>
      <translation>Пока ничего</translation>
    </message>
    <message>
      <source>Toy world, one minute</source>
      <translation>Игрушечный мир, одна минута</translation>
    </message>
    <message>
      <source>Open a file...</source>
      <translation>Открыть файл...</translation>
    </message>
    <message>
      <source>A text to train on, or a specification of a run</source>
      <translation>Текст для обучения или описание запуска</translation>
    </message>
    <message>
      <source>Open a folder...</source>
      <translation>Открыть папку...</translation>
    </message>
    <message>
      <source>A checkpoint to look inside, a run, or a folder of texts</source>
      <translation>Контрольная точка, запуск или папка с текстами</translation>
    </message>
    <message>
      <source>Rename...</source>
      <translation>Переименовать...</translation>
    </message>
    <message>
      <source>Another name for the selected run</source>
      <translation>Другое имя для выбранного запуска</translation>
    </message>
    <message>
      <source>Tags and note</source>
      <translation>Метки и заметка</translation>
    </message>
    <message>
      <source>Written in the inspector, found by the filter</source>
      <translation>Пишутся в инспекторе, находятся фильтром</translation>
    </message>
    <message>
      <source>Duplicate and change</source>
      <translation>Повторить с изменениями</translation>
    </message>
    <message>
      <source>A new run with the settings of this one, to be changed first</source>
      <translation>Новый запуск с этими настройками, которые можно сначала изменить</translation>
    </message>
    <message>
      <source>Delete...</source>
      <translation>Удалить...</translation>
    </message>
    <message>
      <source>Remove the selected run from the log, and its folder if you wish</source>
      <translation>Убрать выбранный запуск из журнала, по желанию и его папку</translation>
    </message>
    <message>
      <source>Save the layout as...</source>
      <translation>Сохранить раскладку как...</translation>
    </message>
    <message>
      <source>Keep what is shown where under a name</source>
      <translation>Запомнить под именем, что где показано</translation>
    </message>
    <message>
      <source>Reset the layout</source>
      <translation>Сбросить раскладку</translation>
    </message>
    <message>
      <source>Panels and sizes as they were at first</source>
      <translation>Панели и размеры как вначале</translation>
    </message>
    <message>
      <source>Show the tour</source>
      <translation>Показать знакомство</translation>
    </message>
    <message>
      <source>Three cards on the start page</source>
      <translation>Три карточки на начальной странице</translation>
    </message>
    <message>
      <source>Open recent</source>
      <translation>Открыть недавнее</translation>
    </message>
    <message>
      <source>Layout: %1</source>
      <translation>Раскладка: %1</translation>
    </message>
    <message>
      <source>layout</source>
      <translation>раскладка</translation>
    </message>
    <message>
      <source>recent</source>
      <translation>недавнее</translation>
    </message>
    <message>
      <source>Delete the run</source>
      <translation>Удалить запуск</translation>
    </message>
    <message>
      <source>Delete "%1" from the log?</source>
      <translation>Удалить «%1» из журнала?</translation>
    </message>
    <message>
      <source>Its curves, events and settings go. This cannot be undone.</source>
      <translation>Исчезнут его кривые, события и настройки. Вернуть их будет нельзя.</translation>
    </message>
    <message>
      <source>Delete its folder with the checkpoints too</source>
      <translation>Удалить и его папку с контрольными точками</translation>
    </message>
    <message>
      <source>Delete</source>
      <translation>Удалить</translation>
    </message>
    <message>
      <source>Compare runs</source>
      <translation>Сравнить запуски</translation>
    </message>
    <message>
      <source>The runs with a tick over each other, or the current one</source>
      <translation>Отмеченные запуски друг над другом или текущий</translation>
    </message>
    <message>
      <source>Hidden spans</source>
      <translation>Скрытые отрезки</translation>
    </message>
    <message>
      <source>Hide stretches of a text and see what a model that reads and writes makes of them</source>
      <translation>Скрыть отрезки текста и посмотреть, что напишет на их месте модель, которая читает и пишет</translation>
    </message>
    <message>
      <source>Gibo plays the harp and Lani listens in the garden .</source>
      <translation>Gibo plays the harp and Lani listens in the garden .</translation>
    </message>
    <message>
      <source>Next words</source>
      <translation>Следующие слова</translation>
    </message>
    <message>
      <source>Type a beginning, see what comes next, let the model go on writing</source>
      <translation>Набрать начало, увидеть, что идёт дальше, и дать модели писать</translation>
    </message>
    <message>
      <source>Replaced words</source>
      <translation>Подменённые слова</translation>
    </message>
    <message>
      <source>A generator replaces words of a sentence, the model says which</source>
      <translation>Генератор подменяет слова предложения, модель говорит какие</translation>
    </message>
    <message>
      <source>Gibo plays the</source>
      <translation>Gibo plays the</translation>
    </message>
    <message>
      <source>Words in random order</source>
      <translation>Слова в случайном порядке</translation>
    </message>
    <message>
      <source>The order in which words are predicted, and what each may see</source>
      <translation>Порядок, в котором предсказываются слова, и что видит каждое</translation>
    </message>
    <message>
      <source>Did transfer help?</source>
      <translation>Помог ли перенос?</translation>
    </message>
    <message>
      <source>The task of a fine-tuned run from scratch and from its checkpoint, with few labels and with many</source>
      <translation>Задача дообученного запуска с нуля и от его контрольной точки, при малом и большом числе меток</translation>
    </message>
    <message>
      <source>Open a run that was fine-tuned from a checkpoint first: its task is then learned again from scratch and from that checkpoint.</source>
      <translation>Сначала откройте запуск, дообученный от контрольной точки: его задача будет выучена заново с нуля и от этой точки.</translation>
    </message>
    <message>
      <source>%1 on the toy world</source>
      <translation>%1 на игрушечном мире</translation>
    </message>
  </context>
  <context>
    <name>cloze::MarkedText</name>
    <message>
      <source>right: %1</source>
      <translation>верно: %1</translation>
    </message>
    <message>
      <source>found: %1</source>
      <translation>найдено: %1</translation>
    </message>
  </context>
  <context>
    <name>cloze::MaskColumn</name>
    <message>
      <source>true word &quot;%1&quot;: rank %2, %3</source>
      <translation>верное слово «%1»: место %2, %3</translation>
    </message>
    <message>
      <source>true word</source>
      <translation>верно</translation>
    </message>
    <message>
      <source>rank %1</source>
      <translation>место %1</translation>
    </message>
    <message>
      <source>not in this vocabulary</source>
      <translation>нет в этом словаре</translation>
    </message>
    <message>
      <source>filled %1: %2</source>
      <translation>заполнено %1-м: %2</translation>
    </message>
    <message numerus="yes">
      <source>no single probability: %n pieces (%1)</source>
      <translation>
        <numerusform>нет одной вероятности: %n часть (%1)</numerusform>
        <numerusform>нет одной вероятности: %n части (%1)</numerusform>
        <numerusform>нет одной вероятности: %n частей (%1)</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>cloze::MaskedTokensView</name>
    <message>
      <source>Compare with another model</source>
      <translation>Сравнить с другой моделью</translation>
    </message>
    <message>
      <source>Sentence</source>
      <translation>Предложение</translation>
    </message>
    <message>
      <source>top </source>
      <translation>первые </translation>
    </message>
    <message>
      <source>How many candidates for each mask</source>
      <translation>Сколько вариантов для каждого пропуска</translation>
    </message>
    <message>
      <source>With several masks: each on its own, or one filled before the next is asked for</source>
      <translation>Если пропусков несколько: каждый отдельно или один за другим с подстановкой ответа</translation>
    </message>
    <message>
      <source>Click a word to hide it, click again to bring it back; hold Shift to hide several.</source>
      <translation>Щёлкните слово, чтобы скрыть его, ещё раз, чтобы вернуть; с Shift скрывается несколько.</translation>
    </message>
    <message>
      <source>Hide a word above, and what this model expects there appears here.</source>
      <translation>Скройте слово выше, и здесь появится, чего ждёт на его месте эта модель.</translation>
    </message>
    <message>
      <source>Choose a model: start a run, or open a folder with a checkpoint.</source>
      <translation>Выберите модель: начните запуск или откройте папку с контрольной точкой.</translation>
    </message>
    <message>
      <source>Reading the model...</source>
      <translation>Читаем модель...</translation>
    </message>
    <message>
      <source>The sentence has no words.</source>
      <translation>В предложении нет слов.</translation>
    </message>
    <message>
      <source>all three ways</source>
      <translation>всеми тремя способами</translation>
    </message>
    <message>
      <source>Words of your own: doctor, teacher</source>
      <translation>Свои слова: врач, учитель</translation>
    </message>
    <message>
      <source>Their probability and rank beside the best, separated by commas; press Enter</source>
      <translation>Их вероятность и место рядом с лучшими, через запятую; нажмите Enter</translation>
    </message>
    <message>
      <source>Words of your own</source>
      <translation>Свои слова</translation>
    </message>
    <message>
      <source>Keep sentence</source>
      <translation>Сохранить</translation>
    </message>
    <message>
      <source>Watch these hidden words over the whole training, below</source>
      <translation>Следить за этими скрытыми словами за всё обучение, ниже</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>Копировать</translation>
    </message>
    <message>
      <source>The answers as a table, for a spreadsheet</source>
      <translation>Ответы таблицей, для электронных таблиц</translation>
    </message>
    <message>
      <source>Export</source>
      <translation>Выгрузить</translation>
    </message>
    <message>
      <source>Table (CSV)...</source>
      <translation>Таблица (CSV)...</translation>
    </message>
    <message>
      <source>Table (*.csv)</source>
      <translation>Таблица (*.csv)</translation>
    </message>
    <message>
      <source>Everything (JSON)...</source>
      <translation>Всё (JSON)...</translation>
    </message>
    <message>
      <source>JSON (*.json)</source>
      <translation>JSON (*.json)</translation>
    </message>
    <message>
      <source>Picture (PNG)...</source>
      <translation>Картинка (PNG)...</translation>
    </message>
    <message>
      <source>Picture (*.png)</source>
      <translation>Картинка (*.png)</translation>
    </message>
    <message>
      <source>The answers are in the clipboard.</source>
      <translation>Ответы в буфере обмена.</translation>
    </message>
    <message>
      <source>This sentence is kept already.</source>
      <translation>Это предложение уже сохранено.</translation>
    </message>
    <message>
      <source>Export the answers</source>
      <translation>Выгрузить ответы</translation>
    </message>
    <message>
      <source>Written: %1</source>
      <translation>Записано: %1</translation>
    </message>
    <message numerus="yes">
      <source>The sentence is too long: its last %n pieces are not shown and not read.</source>
      <translation>
        <numerusform>Предложение слишком длинное: последняя %n часть не показана и не читается.</numerusform>
        <numerusform>Предложение слишком длинное: последние %n части не показаны и не читаются.</numerusform>
        <numerusform>Предложение слишком длинное: последние %n частей не показаны и не читаются.</numerusform>
      </translation>
    </message>
    <message>
      <source>Words marked with ? are in no way part of this vocabulary: the model sees only that something stands there.</source>
      <translation>Слов со знаком ? в этом словаре нет и по частям: модель видит лишь, что там что-то стоит.</translation>
    </message>
    <message>
      <source>[MASK]</source>
      <translation>[MASK]</translation>
    </message>
    <message>
      <source>&quot;%1&quot; is hidden from the model; click to bring it back</source>
      <translation>«%1» скрыто от модели; щёлкните, чтобы вернуть</translation>
    </message>
    <message>
      <source>Click to hide &quot;%1&quot; from the model</source>
      <translation>Щёлкните, чтобы скрыть «%1» от модели</translation>
    </message>
    <message>
      <source>piano, harpsichord</source>
      <translation>piano, harpsichord</translation>
    </message>
  </context>
  <context>
    <name>cloze::ModelPicker</name>
    <message>
      <source>Model</source>
      <translation>Модель</translation>
    </message>
    <message>
      <source>The model that answers: a run that trains now, a checkpoint, or a folder</source>
      <translation>Модель, которая отвечает: идущий запуск, контрольная точка или папка</translation>
    </message>
    <message>
      <source>Open a folder...</source>
      <translation>Открыть папку...</translation>
    </message>
    <message>
      <source>Folder with config.json</source>
      <translation>Папка с config.json</translation>
    </message>
    <message>
      <source>No model yet</source>
      <translation>Модели пока нет</translation>
    </message>
  </context>
  <context>
    <name>cloze::ModelView</name>
    <message>
      <source>Train one on the toy world</source>
      <translation>Обучить такую на игрушечном мире</translation>
    </message>
  </context>
  <context>
    <name>cloze::MoreSteps</name>
    <message>
      <source>More steps</source>
      <translation>Ещё шаги</translation>
    </message>
    <message>
      <source>A new run grows from this one: it starts with the weights of step %1, keeps tokeniser and text, and has a learning-rate schedule of its own. This run stays as it is.</source>
      <translation>Из этого запуска вырастает новый: он начинает с весов шага %1, сохраняет токенизатор и текст, а расписание скорости обучения у него своё. Этот запуск остаётся как есть.</translation>
    </message>
    <message>
      <source>%1, more steps</source>
      <translation>%1, ещё шаги</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>Название</translation>
    </message>
    <message>
      <source>Steps</source>
      <translation>Шагов</translation>
    </message>
    <message>
      <source>Highest learning rate</source>
      <translation>Наибольшая скорость обучения</translation>
    </message>
    <message>
      <source>Start training</source>
      <translation>Начать обучение</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Отмена</translation>
    </message>
  </context>
  <context>
    <name>cloze::NeighboursModel</name>
    <message>
      <source>Occurrence</source>
      <translation>Употребление</translation>
    </message>
    <message>
      <source>%1, cosine %2</source>
      <translation>%1, косинус %2</translation>
    </message>
    <message>
      <source>sense %1</source>
      <translation>смысл: %1</translation>
    </message>
  </context>
  <context>
    <name>cloze::NeighboursView</name>
    <message>
      <source>Layer</source>
      <translation>Слой</translation>
    </message>
    <message>
      <source>Text to search</source>
      <translation>Где искать</translation>
    </message>
    <message>
      <source> nearest</source>
      <translation> ближайших</translation>
    </message>
    <message>
      <source>How many neighbours</source>
      <translation>Сколько соседей</translation>
    </message>
    <message>
      <source>Find neighbours</source>
      <translation>Найти соседей</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Отмена</translation>
    </message>
    <message>
      <source>Choose a model: start a run, or open a folder with a checkpoint.</source>
      <translation>Выберите модель: начните запуск или откройте папку с контрольной точкой.</translation>
    </message>
    <message>
      <source>known when a model is chosen</source>
      <translation>станет известно, когда модель выбрана</translation>
    </message>
    <message>
      <source>The embeddings, before any layer has mixed in the context</source>
      <translation>Векторы слов, пока ни один слой не подмешал контекст</translation>
    </message>
    <message>
      <source>After layer %1</source>
      <translation>После слоя %1</translation>
    </message>
    <message>
      <source>Layer %1</source>
      <translation>Слой %1</translation>
    </message>
    <message>
      <source>Choose the text to search.</source>
      <translation>Выберите текст для поиска.</translation>
    </message>
    <message>
      <source>Searching...</source>
      <translation>Ищем...</translation>
    </message>
    <message>
      <source>%1 occurrences compared in %2 sentences</source>
      <translation>Сравнено употреблений: %1, предложений: %2</translation>
    </message>
    <message>
      <source> (the first ones of the text)</source>
      <translation> (первые в тексте)</translation>
    </message>
    <message>
      <source>; model at step %1</source>
      <translation>; модель на шаге %1</translation>
    </message>
    <message>
      <source>Toy world</source>
      <translation>Игрушечный мир</translation>
    </message>
    <message>
      <source>Toy world: unseen sentences with senses</source>
      <translation>Игрушечный мир: новые предложения со смыслами</translation>
    </message>
    <message>
      <source>Open files...</source>
      <translation>Открыть файлы...</translation>
    </message>
    <message>
      <source>Texts (*.txt *.jsonl *.txt.gz *.jsonl.gz);;All files (*)</source>
      <translation>Тексты (*.txt *.jsonl *.txt.gz *.jsonl.gz);;Все файлы (*)</translation>
    </message>
    <message>
      <source>Open a folder...</source>
      <translation>Открыть папку...</translation>
    </message>
    <message>
      <source>File of word vectors to compare with</source>
      <translation>Файл векторов слов для сравнения</translation>
    </message>
    <message>
      <source>No file of word vectors</source>
      <translation>Без файла векторов слов</translation>
    </message>
    <message>
      <source>Open word vectors...</source>
      <translation>Открыть векторы слов...</translation>
    </message>
    <message>
      <source>GloVe, word2vec (*.txt *.vec *.txt.gz *.vec.gz);;All files (*)</source>
      <translation>GloVe, word2vec (*.txt *.vec *.txt.gz *.vec.gz);;Все файлы (*)</translation>
    </message>
    <message>
      <source>This word only</source>
      <translation>Только это слово</translation>
    </message>
    <message>
      <source>While the run trains, the search is repeated whenever it saves a checkpoint</source>
      <translation>Пока запуск обучается, поиск повторяется при каждом сохранении контрольной точки</translation>
    </message>
    <message>
      <source>Second sentence</source>
      <translation>Второе предложение</translation>
    </message>
    <message>
      <source>The same word in another sentence, side by side</source>
      <translation>То же слово в другом предложении, рядом</translation>
    </message>
    <message>
      <source>Cancelled.</source>
      <translation>Отменено.</translation>
    </message>
    <message>
      <source>Map of the occurrences</source>
      <translation>Карта употреблений</translation>
    </message>
    <message>
      <source>by sense</source>
      <translation>по смыслу</translation>
    </message>
    <message>
      <source>by sentence</source>
      <translation>по предложению</translation>
    </message>
    <message>
      <source>What colour and shape of a point say</source>
      <translation>Что значат цвет и форма точки</translation>
    </message>
    <message>
      <source>Save the map</source>
      <translation>Сохранить карту</translation>
    </message>
    <message>
      <source>Picture (PNG)...</source>
      <translation>Картинка (PNG)...</translation>
    </message>
    <message>
      <source>Table (CSV)...</source>
      <translation>Таблица (CSV)...</translation>
    </message>
    <message>
      <source>Appears with the neighbours: every occurrence as a point, near ones close together.</source>
      <translation>Появится вместе с соседями: каждое употребление — точка, похожие стоят рядом.</translation>
    </message>
    <message>
      <source>Senses told apart, by layer</source>
      <translation>Различение смыслов по слоям</translation>
    </message>
    <message>
      <source>Picture (*.png)</source>
      <translation>Картинка (*.png)</translation>
    </message>
    <message>
      <source>Table (*.csv)</source>
      <translation>Таблица (*.csv)</translation>
    </message>
    <message>
      <source>Written: %1</source>
      <translation>Записано: %1</translation>
    </message>
    <message>
      <source>The text of its training</source>
      <translation>Текст, на котором она училась</translation>
    </message>
    <message numerus="yes">
      <source>; %n vectors are no numbers and were left out</source>
      <translation>
        <numerusform>; %n вектор не из чисел пропущен</numerusform>
        <numerusform>; %n вектора не из чисел пропущены</numerusform>
        <numerusform>; %n векторов не из чисел пропущено</numerusform>
      </translation>
    </message>
    <message>
      <source>near the first sentence</source>
      <translation>близкие к первому предложению</translation>
    </message>
    <message>
      <source>near the second</source>
      <translation>близкие ко второму</translation>
    </message>
    <message>
      <source>PCA, %1 of the variance (%2 + %3); the lists compare in the full space</source>
      <translation>Главные компоненты, %1 дисперсии (%2 + %3); списки сравнивают в полном пространстве</translation>
    </message>
    <message>
      <source>; the first %1 of %2</source>
      <translation>; первые %1 из %2</translation>
    </message>
    <message>
      <source>The word does not occur in this text.</source>
      <translation>Этого слова в тексте нет.</translation>
    </message>
    <message>
      <source>first the ball , then the bat , the team and the goal .</source>
      <translation>рядом суп , тут же лук , перец и сковорода .</translation>
    </message>
    <message>
      <source>%1 occurrences of &quot;%2&quot;</source>
      <translation>Употребления «%2»: %1</translation>
    </message>
    <message>
      <source>Follow training</source>
      <translation>Следить за обучением</translation>
    </message>
    <message>
      <source>; the sentence itself is left out</source>
      <translation>; само предложение не в счёт</translation>
    </message>
    <message>
      <source>mixture</source>
      <translation>смесь</translation>
    </message>
    <message>
      <source>All layers mixed, as tasks use this family: in equal shares until a task has learned its own</source>
      <translation>Все слои вместе, как их берут задачи этого семейства: поровну, пока задача не выучила свои доли</translation>
    </message>
  </context>
  <context>
    <name>cloze::NewRunPreview</name>
    <message>
      <source>Learning rate</source>
      <translation>Скорость обучения</translation>
    </message>
    <message>
      <source>by step</source>
      <translation>по шагам</translation>
    </message>
    <message>
      <source>The learning rate of every step appears here, from the function that trains.</source>
      <translation>Здесь появится скорость обучения на каждом шаге, из той же функции, что обучает.</translation>
    </message>
    <message>
      <source>What the objective does</source>
      <translation>Что делает задача обучения</translation>
    </message>
    <message>
      <source>Reads the text, cuts it into tokens and shows one batch as the model will see it.</source>
      <translation>Читает текст, режет его на токены и показывает один пакет так, как его увидит модель.</translation>
    </message>
    <message>
      <source>Show a real batch</source>
      <translation>Показать настоящий пакет</translation>
    </message>
    <message>
      <source>The same in a terminal</source>
      <translation>То же в терминале</translation>
    </message>
    <message>
      <source>Save settings and copy</source>
      <translation>Сохранить и скопировать</translation>
    </message>
    <message>
      <source>Writes the settings to a file and copies the command that trains from it</source>
      <translation>Записывает настройки в файл и копирует команду, которая по нему обучает</translation>
    </message>
    <message>
      <source>highest %1</source>
      <translation>наибольшая %1</translation>
    </message>
    <message>
      <source>Next batch</source>
      <translation>Следующий пакет</translation>
    </message>
    <message>
      <source>The settings have changed since; show a batch again.</source>
      <translation>Настройки с тех пор изменились; покажите пакет снова.</translation>
    </message>
    <message>
      <source>all parameter groups</source>
      <translation>все группы параметров</translation>
    </message>
    <message>
      <source>as over %1 steps; the epochs are counted when the text is read</source>
      <translation>как за %1 шагов; эпохи считаются, когда текст прочитан</translation>
    </message>
    <message>
      <source>The file is written into %1.</source>
      <translation>Файл будет записан в %1.</translation>
    </message>
  </context>
  <context>
    <name>cloze::NewRunView</name>
    <message>
      <source>What</source>
      <translation>Что</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>Название</translation>
    </message>
    <message>
      <source>Name of the run</source>
      <translation>Название запуска</translation>
    </message>
    <message>
      <source>Model family</source>
      <translation>Семейство моделей</translation>
    </message>
    <message>
      <source>Size</source>
      <translation>Размер</translation>
    </message>
    <message>
      <source>Size of the model</source>
      <translation>Размер модели</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>Текст</translation>
    </message>
    <message>
      <source>How</source>
      <translation>Как</translation>
    </message>
    <message>
      <source>Start training</source>
      <translation>Начать обучение</translation>
    </message>
    <message>
      <source>Choose the text to train on.</source>
      <translation>Выберите текст для обучения.</translation>
    </message>
    <message>
      <source>%1 is not there.</source>
      <translation>%1: такого нет.</translation>
    </message>
    <message numerus="yes">
      <source>%1 (and %n more)</source>
      <translation>
        <numerusform>%1 (и ещё %n)</numerusform>
        <numerusform>%1 (и ещё %n)</numerusform>
        <numerusform>%1 (и ещё %n)</numerusform>
      </translation>
    </message>
    <message>
      <source>Toy world</source>
      <translation>Игрушечный мир</translation>
    </message>
    <message>
      <source>Tokeniser</source>
      <translation>Токенизатор</translation>
    </message>
    <message>
      <source>Put away</source>
      <translation>Убрать</translation>
    </message>
    <message>
      <source>Load settings...</source>
      <translation>Загрузить...</translation>
    </message>
    <message>
      <source>Save settings...</source>
      <translation>Сохранить...</translation>
    </message>
    <message>
      <source>Opens a file of settings; it can be dropped on this page, too</source>
      <translation>Открывает файл настроек; его можно и перетащить на эту страницу</translation>
    </message>
    <message>
      <source>Writes these settings to a file that cloze train reads</source>
      <translation>Записывает эти настройки в файл, который читает cloze train</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>Настройки</translation>
    </message>
    <message>
      <source>Preview</source>
      <translation>Что получится</translation>
    </message>
    <message>
      <source>Add to the queue</source>
      <translation>В очередь</translation>
    </message>
    <message>
      <source>Starts when the runs before it have ended</source>
      <translation>Начнётся, когда закончатся запуски перед ним</translation>
    </message>
    <message>
      <source>Reading the text...</source>
      <translation>Чтение текста…</translation>
    </message>
    <message>
      <source>Cancelled.</source>
      <translation>Отменено.</translation>
    </message>
    <message>
      <source>%1 parameters with a vocabulary of %2</source>
      <translation>%1 параметров при словаре из %2</translation>
    </message>
    <message numerus="yes">
      <source>and %n more</source>
      <translation>
        <numerusform>и ещё %n</numerusform>
        <numerusform>и ещё %n</numerusform>
        <numerusform>и ещё %n</numerusform>
      </translation>
    </message>
    <message>
      <source>Starts now (Ctrl+Return)</source>
      <translation>Начать сейчас (Ctrl+Return)</translation>
    </message>
    <message>
      <source>Choose the tokeniser, or train a new one.</source>
      <translation>Выберите токенизатор или обучите новый.</translation>
    </message>
    <message>
      <source>Pre-train</source>
      <translation>Предобучить</translation>
    </message>
    <message>
      <source>A model learns a language from plain text</source>
      <translation>Модель учит язык по обычному тексту</translation>
    </message>
    <message>
      <source>Fine-tune</source>
      <translation>Дообучить</translation>
    </message>
    <message>
      <source>A pre-trained checkpoint learns a task from labelled examples</source>
      <translation>Предобученная модель учит задачу по размеченным примерам</translation>
    </message>
    <message>
      <source>Fine-tuning</source>
      <translation>Дообучение</translation>
    </message>
    <message>
      <source>there is no checkpoint in it (config.json)</source>
      <translation>контрольной точки в ней нет (config.json)</translation>
    </message>
    <message>
      <source>The labelled examples cannot be read: see what is wrong beside them.</source>
      <translation>Размеченные примеры не читаются: что не так, сказано рядом с ними.</translation>
    </message>
    <message>
      <source>Choose the labelled examples.</source>
      <translation>Выберите размеченные примеры.</translation>
    </message>
    <message>
      <source>The labelled examples are being read.</source>
      <translation>Размеченные примеры читаются.</translation>
    </message>
  </context>
  <context>
    <name>cloze::NextWordsView</name>
    <message>
      <source>Type a beginning</source>
      <translation>Наберите начало</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>Текст</translation>
    </message>
    <message>
      <source>What this model expects next</source>
      <translation>Чего эта модель ждёт дальше</translation>
    </message>
    <message>
      <source>top </source>
      <translation>лучшие </translation>
    </message>
    <message>
      <source>How many candidates are shown</source>
      <translation>Сколько вариантов показывать</translation>
    </message>
    <message>
      <source> pieces</source>
      <translation> кусочков</translation>
    </message>
    <message>
      <source>How much is written at most</source>
      <translation>Сколько написать самое большее</translation>
    </message>
    <message>
      <source>temperature </source>
      <translation>температура </translation>
    </message>
    <message>
      <source>For writing: 0 always takes the most probable word, 1 draws as the model expects, more is bolder</source>
      <translation>Для продолжения: 0 всегда берёт самое вероятное слово, 1 выбирает так, как ждёт модель, больше — смелее</translation>
    </message>
    <message>
      <source>Go on writing</source>
      <translation>Писать дальше</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Отмена</translation>
    </message>
    <message>
      <source>Train a model that predicts the next word (GPT, GPT-2), or open a folder with one.</source>
      <translation>Обучите модель, которая предсказывает следующее слово (GPT, GPT-2), или откройте папку с ней.</translation>
    </message>
    <message>
      <source>Type a beginning: the words that may follow appear below.</source>
      <translation>Наберите начало: ниже появятся слова, которые могут идти дальше.</translation>
    </message>
    <message>
      <source>Append &quot;%1&quot;</source>
      <translation>Дописать «%1»</translation>
    </message>
    <message>
      <source>Step %1. </source>
      <translation>Шаг %1. </translation>
    </message>
    <message>
      <source>Click a word to append it. ▁ stands for a blank.</source>
      <translation>Щёлкните слово, чтобы дописать его. ▁ означает пробел.</translation>
    </message>
    <message numerus="yes">
      <source>The text is longer than this model reads: its first %n pieces are not seen.</source>
      <translation>
        <numerusform>Текст длиннее, чем читает эта модель: первый %n кусочек не виден.</numerusform>
        <numerusform>Текст длиннее, чем читает эта модель: первые %n кусочка не видны.</numerusform>
        <numerusform>Текст длиннее, чем читает эта модель: первые %n кусочков не видны.</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>cloze::OccurrenceMap</name>
    <message>
      <source>Map of the occurrences</source>
      <translation>Карта употреблений</translation>
    </message>
    <message>
      <source>the sentence asked for: %1</source>
      <translation>искомое предложение: %1</translation>
    </message>
    <message>
      <source>%1 (sense: %2)</source>
      <translation>%1 (смысл: %2)</translation>
    </message>
  </context>
  <context>
    <name>cloze::OrderButtons</name>
    <message>
      <source>Worst</source>
      <translation>Худшие</translation>
    </message>
    <message>
      <source>Highest loss first</source>
      <translation>Сначала наибольшие потери</translation>
    </message>
    <message>
      <source>Best</source>
      <translation>Лучшие</translation>
    </message>
    <message>
      <source>Lowest loss first</source>
      <translation>Сначала наименьшие потери</translation>
    </message>
    <message>
      <source>Random</source>
      <translation>Случайные</translation>
    </message>
    <message>
      <source>A few by chance; click again for others</source>
      <translation>Несколько наугад; щёлкните ещё раз, чтобы увидеть другие</translation>
    </message>
    <message>
      <source>no checkpoint yet</source>
      <translation>контрольных точек пока нет</translation>
    </message>
  </context>
  <context>
    <name>cloze::OrderGrid</name>
    <message>
      <source>Who may look at whom</source>
      <translation>Кто на кого может смотреть</translation>
    </message>
    <message>
      <source>&quot;%1&quot; is not predicted: it knows itself.</source>
      <translation>«%1» не предсказывается: оно себя знает.</translation>
    </message>
    <message>
      <source>&quot;%1&quot; is not predicted; it sees &quot;%2&quot;.</source>
      <translation>«%1» не предсказывается; оно видит «%2».</translation>
    </message>
    <message>
      <source>&quot;%1&quot; is not predicted; &quot;%2&quot; is hidden from it, so that it gives nothing away.</source>
      <translation>«%1» не предсказывается; «%2» от него скрыто, чтобы оно ничего не выдало.</translation>
    </message>
    <message>
      <source>&quot;%1&quot; is predicted as number %2 and does not see itself.</source>
      <translation>«%1» предсказывается под номером %2 и не видит само себя.</translation>
    </message>
    <message>
      <source>&quot;%1&quot;, predicted as number %2, sees &quot;%3&quot;, which is not predicted.</source>
      <translation>«%1» под номером %2 видит «%3», которое не предсказывается.</translation>
    </message>
    <message>
      <source>&quot;%1&quot;, predicted as number %2, does not see &quot;%3&quot;: its place in the order is later.</source>
      <translation>«%1» под номером %2 не видит «%3»: его место в порядке позже.</translation>
    </message>
    <message>
      <source>&quot;%1&quot;, predicted as number %2, sees &quot;%3&quot;, which came before it as number %4.</source>
      <translation>«%1» под номером %2 видит «%3», которое было раньше под номером %4.</translation>
    </message>
    <message>
      <source>&quot;%1&quot;, predicted as number %2, does not see &quot;%3&quot;, which comes later as number %4.</source>
      <translation>«%1» под номером %2 не видит «%3», которое будет позже под номером %4.</translation>
    </message>
  </context>
  <context>
    <name>cloze::OrderView</name>
    <message>
      <source>Sentence</source>
      <translation>Предложение</translation>
    </message>
    <message>
      <source>Another order</source>
      <translation>Другой порядок</translation>
    </message>
    <message>
      <source>Draw another order of the words that are predicted</source>
      <translation>Выбрать другой порядок предсказываемых слов</translation>
    </message>
    <message>
      <source>What it expects, in this order</source>
      <translation>Чего она ждёт, по порядку</translation>
    </message>
    <message>
      <source>Who may look at whom</source>
      <translation>Кто на кого может смотреть</translation>
    </message>
    <message>
      <source>A row asks, its columns are looked at: coloured ones it sees, deeper ones were predicted before it.</source>
      <translation>Строка спрашивает, на столбцы смотрят: закрашенные она видит, более густые были предсказаны раньше неё.</translation>
    </message>
    <message>
      <source>Train a model that predicts words in a random order (XLNet), or open a folder with one.</source>
      <translation>Обучите модель, которая предсказывает слова в случайном порядке (XLNet), или откройте папку с ней.</translation>
    </message>
    <message>
      <source>Click a word to have it predicted, or to leave it. Words with a number are predicted in that order.</source>
      <translation>Щёлкните слово, чтобы его предсказать или оставить. Слова с номером предсказываются в этом порядке.</translation>
    </message>
    <message>
      <source>&quot;%1&quot; is predicted as number %2; click to leave it</source>
      <translation>«%1» предсказывается под номером %2; щёлкните, чтобы оставить его</translation>
    </message>
    <message>
      <source>Click to have &quot;%1&quot; predicted</source>
      <translation>Щёлкните, чтобы предсказать «%1»</translation>
    </message>
    <message>
      <source>%1. %2</source>
      <translation>%1. %2</translation>
    </message>
    <message>
      <source>expected</source>
      <translation>ожидалось</translation>
    </message>
    <message>
      <source>expected %1</source>
      <translation>ожидалось %1</translation>
    </message>
    <message>
      <source>Step %1. </source>
      <translation>Шаг %1. </translation>
    </message>
    <message>
      <source>%1 of %2 words were expected most.</source>
      <translation>%1 из %2 слов ожидались больше всего.</translation>
    </message>
  </context>
  <context>
    <name>cloze::PreviewCard</name>
    <message>
      <source>Cancel</source>
      <translation>Отмена</translation>
    </message>
  </context>
  <context>
    <name>cloze::QueryPanel</name>
    <message>
      <source>Nearest occurrences</source>
      <translation>Ближайшие употребления</translation>
    </message>
    <message>
      <source>Choose a word and press &quot;Find neighbours&quot;: the occurrences that mean most nearly the same appear here.</source>
      <translation>Выберите слово и нажмите «Найти соседей»: здесь появятся употребления, самые близкие по смыслу.</translation>
    </message>
    <message>
      <source>Sentence</source>
      <translation>Предложение</translation>
    </message>
    <message>
      <source>Second sentence</source>
      <translation>Второе предложение</translation>
    </message>
    <message>
      <source>Remove the second sentence</source>
      <translation>Убрать второе предложение</translation>
    </message>
    <message>
      <source>Click the word to look for.</source>
      <translation>Щёлкните слово, которое искать.</translation>
    </message>
    <message>
      <source>cosine</source>
      <translation>косинус</translation>
    </message>
    <message numerus="yes">
      <source>The sentence is too long: its last %n pieces are not shown.</source>
      <translation>
        <numerusform>Предложение слишком длинное: последняя %n часть не показана.</numerusform>
        <numerusform>Предложение слишком длинное: последние %n части не показаны.</numerusform>
        <numerusform>Предложение слишком длинное: последние %n частей не показаны.</numerusform>
      </translation>
    </message>
    <message>
      <source>Look for occurrences like this one</source>
      <translation>Искать похожие употребления</translation>
    </message>
    <message>
      <source>Nearest occurrences, layer %1</source>
      <translation>Ближайшие употребления, слой %1</translation>
    </message>
    <message>
      <source>The word &quot;%1&quot; does not occur in this text.</source>
      <translation>Слова «%1» в этом тексте нет.</translation>
    </message>
    <message>
      <source>The word&apos;s one static vector</source>
      <translation>Единственный статический вектор слова</translation>
    </message>
    <message>
      <source>input embedding:</source>
      <translation>входной вектор:</translation>
    </message>
    <message>
      <source>file:</source>
      <translation>файл:</translation>
    </message>
    <message>
      <source>Model of the second sentence</source>
      <translation>Модель второго предложения</translation>
    </message>
  </context>
  <context>
    <name>cloze::ReplacedWordsView</name>
    <message>
      <source>How likely is it that this word was replaced?</source>
      <translation>Насколько вероятно, что слово подменили?</translation>
    </message>
    <message>
      <source>Sentence</source>
      <translation>Предложение</translation>
    </message>
    <message>
      <source>Draw again</source>
      <translation>Выбрать заново</translation>
    </message>
    <message>
      <source>Let the generator propose other words</source>
      <translation>Пусть генератор предложит другие слова</translation>
    </message>
    <message>
      <source>Train a model that judges words (ELECTRA), or open a folder with one.</source>
      <translation>Обучите модель, которая судит о словах (ELECTRA), или откройте папку с ней.</translation>
    </message>
    <message>
      <source>The generator writes here; click to keep &quot;%1&quot;</source>
      <translation>Здесь пишет генератор; щёлкните, чтобы оставить «%1»</translation>
    </message>
    <message>
      <source>Click to let the generator write in place of &quot;%1&quot;</source>
      <translation>Щёлкните, чтобы генератор написал вместо «%1»</translation>
    </message>
    <message>
      <source>Click words to let the generator replace them; click again to bring them back.</source>
      <translation>Щёлкните слова, чтобы генератор их подменил; ещё раз — чтобы вернуть.</translation>
    </message>
    <message>
      <source>replaced</source>
      <translation>подменено</translation>
    </message>
    <message>
      <source>the same word</source>
      <translation>то же слово</translation>
    </message>
    <message>
      <source>The generator expected: %1. It drew &quot;%2&quot; (%3).</source>
      <translation>Генератор ждал: %1. Он выбрал «%2» (%3).</translation>
    </message>
    <message>
      <source>Step %1. </source>
      <translation>Шаг %1. </translation>
    </message>
    <message>
      <source>%1 of %2 replaced words were found.</source>
      <translation>Найдено подменённых слов: %1 из %2.</translation>
    </message>
    <message>
      <source>Nothing was replaced: every bar should be short.</source>
      <translation>Ничего не подменено: все полоски должны быть короткими.</translation>
    </message>
  </context>
  <context>
    <name>cloze::RunBatches</name>
    <message>
      <source>Newest step</source>
      <translation>Последний шаг</translation>
    </message>
    <message>
      <source>The batch of a step appears here, every changed token coloured.</source>
      <translation>Здесь появится пакет выбранного шага, каждый изменённый токен выделен.</translation>
    </message>
    <message>
      <source>Step whose batch is shown</source>
      <translation>Шаг, пакет которого показан</translation>
    </message>
    <message>
      <source>step</source>
      <translation>шаг</translation>
    </message>
    <message>
      <source>Making the batch of step %1 once more...</source>
      <translation>Пакет шага %1 составляется ещё раз...</translation>
    </message>
    <message>
      <source>The first of the %1 batches of this step.</source>
      <translation>Первый из %1 пакетов этого шага.</translation>
    </message>
  </context>
  <context>
    <name>cloze::RunCharts</name>
    <message>
      <source>What runs along the x axis</source>
      <translation>Что отложено по оси x</translation>
    </message>
    <message>
      <source>X: step</source>
      <translation>X: шаги</translation>
    </message>
    <message>
      <source>X: epoch</source>
      <translation>X: эпохи</translation>
    </message>
    <message>
      <source>X: tokens</source>
      <translation>X: токены</translation>
    </message>
    <message>
      <source>X: time</source>
      <translation>X: время</translation>
    </message>
    <message>
      <source>log x</source>
      <translation>лог. x</translation>
    </message>
    <message>
      <source>Logarithmic x axis: the first steps take more room</source>
      <translation>Логарифмическая ось x: первым шагам больше места</translation>
    </message>
    <message>
      <source>Follow</source>
      <translation>Следить</translation>
    </message>
    <message>
      <source>The right edge is the newest step</source>
      <translation>Правый край: последний шаг</translation>
    </message>
    <message>
      <source>Keep</source>
      <translation>Держать</translation>
    </message>
    <message>
      <source>The range stays as it is while points come in</source>
      <translation>Диапазон не меняется, пока приходят точки</translation>
    </message>
    <message>
      <source>Fit</source>
      <translation>Всё</translation>
    </message>
    <message>
      <source>The whole run, with the steps still to come</source>
      <translation>Весь запуск вместе с будущими шагами</translation>
    </message>
    <message>
      <source>Smoothing</source>
      <translation>Сглаживание</translation>
    </message>
    <message>
      <source>Weight of what came before in the mean (debiased); 0 shows the raw values alone</source>
      <translation>Вес прошлого в среднем (со снятым смещением); 0 показывает только исходные значения</translation>
    </message>
    <message>
      <source>held-out text</source>
      <translation>отложенный текст</translation>
    </message>
    <message>
      <source>training</source>
      <translation>обучение</translation>
    </message>
    <message>
      <source>%1, held-out text</source>
      <translation>%1, отложенный текст</translation>
    </message>
    <message>
      <source>as trained</source>
      <translation>на деле</translation>
    </message>
    <message>
      <source>planned</source>
      <translation>по плану</translation>
    </message>
    <message>
      <source>planned, %1</source>
      <translation>план, %1</translation>
    </message>
    <message>
      <source>checkpoint, deleted since</source>
      <translation>контрольная точка, удалена позже</translation>
    </message>
    <message>
      <source>checkpoint, %1; click to look inside</source>
      <translation>контрольная точка, %1; щелчок открывает её</translation>
    </message>
    <message>
      <source>evaluated: loss %1</source>
      <translation>оценка: потери %1</translation>
    </message>
    <message>
      <source>interrupted, then continued from here</source>
      <translation>прервано, затем продолжено отсюда</translation>
    </message>
    <message>
      <source>interrupted</source>
      <translation>прервано</translation>
    </message>
    <message>
      <source>Points appear after the first training step.</source>
      <translation>Точки появятся после первого шага обучения.</translation>
    </message>
    <message>
      <source>Nothing of this was logged.</source>
      <translation>Этого в журнале нет.</translation>
    </message>
    <message>
      <source>This run ended before its first step.</source>
      <translation>Запуск закончился до первого шага.</translation>
    </message>
    <message>
      <source>%1, layer by layer</source>
      <translation>%1, слой за слоем</translation>
    </message>
    <message>
      <source>%1 by layer: whose features are best</source>
      <translation>%1 по слоям: чьи признаки лучше</translation>
    </message>
    <message>
      <source>layer</source>
      <translation>слой</translation>
    </message>
    <message>
      <source>best: layer %1, %2</source>
      <translation>лучший слой: %1, %2</translation>
    </message>
  </context>
  <context>
    <name>cloze::RunCheckpoints</name>
    <message>
      <source>Checkpoints</source>
      <translation>Контрольные точки</translation>
    </message>
    <message>
      <source>Open in masked words</source>
      <translation>Открыть в скрытых словах</translation>
    </message>
    <message>
      <source>Hide words of a sentence and see what this checkpoint expects</source>
      <translation>Скройте слова предложения и посмотрите, чего ждёт эта контрольная точка</translation>
    </message>
    <message>
      <source>Compare</source>
      <translation>Сравнить</translation>
    </message>
    <message>
      <source>Choose two to four checkpoints (Ctrl+click): the same masks side by side</source>
      <translation>Выберите от двух до четырёх точек (Ctrl+щелчок): одни и те же маски рядом</translation>
    </message>
    <message>
      <source>Open in neighbours</source>
      <translation>Открыть в соседях</translation>
    </message>
    <message>
      <source>Export...</source>
      <translation>Экспорт...</translation>
    </message>
    <message>
      <source>Write a folder that from_pretrained of Hugging Face opens, without training state</source>
      <translation>Записать папку, которую открывает from_pretrained из Hugging Face, без состояния обучения</translation>
    </message>
    <message>
      <source>Pin</source>
      <translation>Закрепить</translation>
    </message>
    <message>
      <source>Keep this checkpoint with its training state, whatever newer ones come</source>
      <translation>Сохранять эту точку с состоянием обучения, какие бы новые ни появились</translation>
    </message>
    <message>
      <source>Delete...</source>
      <translation>Удалить...</translation>
    </message>
    <message>
      <source>Take this checkpoint away from the disk</source>
      <translation>Удалить эту контрольную точку с диска</translation>
    </message>
    <message>
      <source>%1, step %2</source>
      <translation>%1, шаг %2</translation>
    </message>
    <message>
      <source>Unpin</source>
      <translation>Открепить</translation>
    </message>
    <message>
      <source>Export as a Hugging Face folder</source>
      <translation>Экспорт в папку Hugging Face</translation>
    </message>
    <message>
      <source>Delete this checkpoint?</source>
      <translation>Удалить контрольную точку?</translation>
    </message>
    <message>
      <source>The checkpoint of step %1 (%2) is taken away from the disk. This cannot be undone.</source>
      <translation>Контрольная точка шага %1 (%2) будет удалена с диска. Вернуть её нельзя.</translation>
    </message>
    <message>
      <source>Delete the checkpoint</source>
      <translation>Удалить точку</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Отмена</translation>
    </message>
    <message>
      <source>Occurrences of a word that mean most nearly the same, of one checkpoint or of two side by side</source>
      <translation>Употребления слова, самые близкие по смыслу: в одной точке или в двух рядом</translation>
    </message>
  </context>
  <context>
    <name>cloze::RunConfiguration</name>
    <message>
      <source>Search the settings</source>
      <translation>Поиск по настройкам</translation>
    </message>
    <message>
      <source>As it was when the run was started; what differs from the preset comes first.</source>
      <translation>Как было при запуске; сначала то, что отличается от заготовки.</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>Копировать</translation>
    </message>
    <message>
      <source>Copy the rows that are shown, to paste into a sheet</source>
      <translation>Скопировать показанные строки для вставки в таблицу</translation>
    </message>
    <message>
      <source>Copy as JSON</source>
      <translation>Копировать JSON</translation>
    </message>
    <message>
      <source>Copy the specification, as cloze train reads it</source>
      <translation>Скопировать описание запуска, как его читает cloze train</translation>
    </message>
    <message>
      <source>Configuration</source>
      <translation>Настройки</translation>
    </message>
  </context>
  <context>
    <name>cloze::RunDesk</name>
    <message>
      <source>Exported to %1</source>
      <translation>Экспортировано в %1</translation>
    </message>
    <message>
      <source>Pinned: it is kept whatever newer checkpoints come.</source>
      <translation>Закреплено: точка сохранится, какие бы новые ни появились.</translation>
    </message>
    <message>
      <source>No longer pinned.</source>
      <translation>Больше не закреплено.</translation>
    </message>
    <message>
      <source>The checkpoint of step %1 is deleted.</source>
      <translation>Контрольная точка шага %1 удалена.</translation>
    </message>
  </context>
  <context>
    <name>cloze::RunHub</name>
    <message>
      <source>%1, shipped</source>
      <translation>%1, из поставки</translation>
    </message>
    <message>
      <source>The log cannot be written: %1</source>
      <translation>Журнал не пишется: %1</translation>
    </message>
    <message>
      <source>The log cannot be read: %1</source>
      <translation>Журнал не читается: %1</translation>
    </message>
    <message>
      <source>%1: checkpoint %2 saved, %3</source>
      <translation>%1: сохранена контрольная точка %2, %3</translation>
    </message>
    <message>
      <source>%1: held-out loss %2 at step %3</source>
      <translation>%1: потери на отложенном тексте %2 на шаге %3</translation>
    </message>
    <message>
      <source>%1: stopped at step %2, everything is saved</source>
      <translation>%1: остановлен на шаге %2, всё сохранено</translation>
    </message>
    <message>
      <source>%1: done</source>
      <translation>%1: готово</translation>
    </message>
    <message>
      <source>%1, training now</source>
      <translation>%1, обучается сейчас</translation>
    </message>
    <message>
      <source>%1, step %2</source>
      <translation>%1, шаг %2</translation>
    </message>
    <message>
      <source>%1, newest checkpoint</source>
      <translation>%1, последняя контрольная точка</translation>
    </message>
    <message>
      <source>%1 waits its turn</source>
      <translation>%1: ждёт очереди</translation>
    </message>
    <message>
      <source>The log cannot be written.</source>
      <translation>Журнал не записывается.</translation>
    </message>
    <message>
      <source>The run is training. Stop it first.</source>
      <translation>Запуск обучается. Сначала остановите его.</translation>
    </message>
    <message>
      <source>%1 is not the folder of a run; nothing was deleted.</source>
      <translation>%1 — не папка запуска; ничего не удалено.</translation>
    </message>
    <message>
      <source>%1 holds another run; nothing was deleted.</source>
      <translation>В %1 другой запуск; ничего не удалено.</translation>
    </message>
    <message>
      <source>%1 could not be deleted: %2</source>
      <translation>Не удалось удалить %1: %2</translation>
    </message>
  </context>
  <context>
    <name>cloze::RunLineage</name>
    <message>
      <source>fine-tuned: %1</source>
      <translation>дообучен: %1</translation>
    </message>
    <message>
      <source>trained from scratch: %1</source>
      <translation>обучен с нуля: %1</translation>
    </message>
    <message>
      <source>trained on</source>
      <translation>обучен дальше</translation>
    </message>
    <message>
      <source>pre-trained</source>
      <translation>предобучен</translation>
    </message>
    <message>
      <source>no longer in the log</source>
      <translation>в журнале больше нет</translation>
    </message>
    <message>
      <source>checkpoint</source>
      <translation>контрольная точка</translation>
    </message>
    <message>
      <source>Open %1</source>
      <translation>Открыть: %1</translation>
    </message>
    <message>
      <source>%1 (this run)</source>
      <translation>%1 (этот запуск)</translation>
    </message>
    <message>
      <source>Nothing grew from this run, and it grew from none. "More steps" and fine-tuning make relatives.</source>
      <translation>Из этого запуска ничего не выросло, и сам он вырос ни из чего. Родственники появятся после «Ещё шагов» или дообучения.</translation>
    </message>
    <message>
      <source>From the first weights downwards. A click on a run, or Enter, opens it.</source>
      <translation>Сверху вниз от первых весов. Щелчок по запуску или Enter открывает его.</translation>
    </message>
    <message>
      <source>Run</source>
      <translation>Запуск</translation>
    </message>
    <message>
      <source>What it learned</source>
      <translation>Чему учился</translation>
    </message>
    <message>
      <source>From step</source>
      <translation>С шага</translation>
    </message>
    <message>
      <source>Lineage of the run</source>
      <translation>Родословная запуска</translation>
    </message>
  </context>
  <context>
    <name>cloze::RunLog</name>
    <message>
      <source>Search the log</source>
      <translation>Поиск в журнале</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>Копировать</translation>
    </message>
    <message>
      <source>Copy the rows that are shown, to paste into a sheet</source>
      <translation>Скопировать показанные строки для вставки в таблицу</translation>
    </message>
    <message>
      <source>Log</source>
      <translation>Журнал</translation>
    </message>
  </context>
  <context>
    <name>cloze::RunSamples</name>
    <message>
      <source>Expected "%1" (%2). True word: "%3", %4, rank %5</source>
      <translation>Ожидалось «%1» (%2). Верное слово: «%3», %4, место %5</translation>
    </message>
    <message>
      <source>Checkpoint that is asked</source>
      <translation>Контрольная точка, которую спрашивают</translation>
    </message>
    <message>
      <source>Score held-out sentences</source>
      <translation>Оценить отложенные предложения</translation>
    </message>
    <message>
      <source>Hides words of the held-out text as the evaluation does, and asks this checkpoint for them</source>
      <translation>Скрывает слова отложенного текста, как при оценке, и спрашивает о них эту точку</translation>
    </message>
    <message>
      <source>Held-out sentences appear here with what the model expects at their hidden words, once they are scored.</source>
      <translation>После оценки здесь появятся отложенные предложения и то, чего модель ждёт на месте скрытых слов.</translation>
    </message>
    <message>
      <source>Reading the held-out text...</source>
      <translation>Чтение отложенного текста...</translation>
    </message>
    <message>
      <source>%1 of %2 held-out rows scored, mean loss %3 nats a word. Green: the first guess was right. Red: its guess → the true word. Grey words were shown to the model.</source>
      <translation>Оценено строк: %1 из %2, средние потери %3 ната на слово. Зелёное: первая догадка верна. Красное: догадка → верное слово. Остальные слова модель видела.</translation>
    </message>
    <message>
      <source>loss %1, %2 of %3 words right</source>
      <translation>потери %1, верно слов: %2 из %3</translation>
    </message>
    <message>
      <source>Read</source>
      <translation>Прочитано</translation>
    </message>
    <message>
      <source>To be written</source>
      <translation>Надо написать</translation>
    </message>
  </context>
  <context>
    <name>cloze::RunTask</name>
    <message>
      <source>Task</source>
      <translation>Задача</translation>
    </message>
    <message>
      <source>Which of the tasks that were learnt together</source>
      <translation>Какая из задач, выученных вместе</translation>
    </message>
    <message>
      <source>What the checkpoint answers on the validation examples appears here, once it is asked.</source>
      <translation>Здесь появятся ответы контрольной точки на проверочных примерах, когда её спросят.</translation>
    </message>
    <message>
      <source>Checkpoint that answers</source>
      <translation>Контрольная точка, которая отвечает</translation>
    </message>
    <message>
      <source>Predict validation examples</source>
      <translation>Предсказать проверочные примеры</translation>
    </message>
    <message>
      <source>Did transfer help?</source>
      <translation>Помог ли перенос?</translation>
    </message>
    <message>
      <source>At each checkpoint</source>
      <translation>На каждой точке</translation>
    </message>
    <message>
      <source>Asks this checkpoint about every example that the run keeps back</source>
      <translation>Спрашивает эту точку о каждом примере, отложенном для проверки</translation>
    </message>
    <message>
      <source>While the run trains: asks again whenever a checkpoint is saved</source>
      <translation>Пока идёт обучение: спрашивает заново, когда сохранена контрольная точка</translation>
    </message>
    <message>
      <source>The same task from scratch and from the checkpoint, with few labels and with many</source>
      <translation>Та же задача с нуля и от контрольной точки, при малом и большом числе меток</translation>
    </message>
    <message>
      <source>Show all examples</source>
      <translation>Показать все примеры</translation>
    </message>
    <message>
      <source>What was called what</source>
      <translation>Что чем названо</translation>
    </message>
    <message>
      <source>Rows: true label. Columns: predicted. Click a cell, or choose it with the arrows and press Enter, to see its examples.</source>
      <translation>Строки: верная метка. Столбцы: предсказанная. Щёлкните по ячейке или выберите её стрелками и нажмите Enter, чтобы увидеть её примеры.</translation>
    </message>
    <message>
      <source>Your own text</source>
      <translation>Свой текст</translation>
    </message>
    <message>
      <source>Predict</source>
      <translation>Предсказать</translation>
    </message>
    <message>
      <source>What the chosen checkpoint says of this text</source>
      <translation>Что выбранная точка скажет об этом тексте</translation>
    </message>
    <message>
      <source>A question</source>
      <translation>Вопрос</translation>
    </message>
    <message>
      <source>Type a text and press Enter</source>
      <translation>Введите текст и нажмите Enter</translation>
    </message>
    <message>
      <source>The passage that holds the answer</source>
      <translation>Отрывок, в котором есть ответ</translation>
    </message>
    <message>
      <source>The second text</source>
      <translation>Второй текст</translation>
    </message>
    <message>
      <source>Reading the examples...</source>
      <translation>Чтение примеров...</translation>
    </message>
    <message>
      <source>%1 examples at step %2.</source>
      <translation>Примеров: %1, шаг %2.</translation>
    </message>
    <message>
      <source>%1 examples.</source>
      <translation>Примеров: %1.</translation>
    </message>
    <message>
      <source>%1 are longer than the model reads.</source>
      <translation>Длиннее, чем модель читает: %1.</translation>
    </message>
    <message>
      <source>True: %1, predicted: %2, examples: %3</source>
      <translation>На самом деле: %1, предсказано: %2, примеров: %3</translation>
    </message>
    <message>
      <source>There is no checkpoint yet: it can be asked once one is saved.</source>
      <translation>Контрольной точки ещё нет: спросить можно, когда она сохранится.</translation>
    </message>
    <message>
      <source>The text is empty: type one and press Enter.</source>
      <translation>Текст пуст: введите его и нажмите Enter.</translation>
    </message>
    <message>
      <source>The passage is empty: the answer is looked for in it.</source>
      <translation>Отрывок пуст: ответ ищется в нём.</translation>
    </message>
    <message>
      <source>Solid lines: found. Dotted: right.</source>
      <translation>Сплошные линии: найдено. Точки: верно.</translation>
    </message>
    <message>
      <source>The choices, one a line</source>
      <translation>Варианты, по одному в строке</translation>
    </message>
    <message>
      <source>A text with its word in stars: the *bank* of the river</source>
      <translation>Текст со словом в звёздочках: the *bank* of the river</translation>
    </message>
    <message>
      <source>Another text with the word: the *bank* is closed</source>
      <translation>Другой текст с этим словом: the *bank* is closed</translation>
    </message>
    <message>
      <source>A text to be continued</source>
      <translation>Текст, который надо продолжить</translation>
    </message>
    <message>
      <source>Type two or more choices, one a line.</source>
      <translation>Введите два варианта или больше, по одному в строке.</translation>
    </message>
    <message>
      <source>Put stars around the word in both texts: the *bank* of the river.</source>
      <translation>Поставьте звёздочки вокруг слова в обоих текстах: the *bank* of the river.</translation>
    </message>
  </context>
  <context>
    <name>cloze::RunTiles</name>
    <message>
      <source>Phase</source>
      <translation>Состояние</translation>
    </message>
    <message>
      <source>Step</source>
      <translation>Шаг</translation>
    </message>
    <message>
      <source>Loss</source>
      <translation>Потери</translation>
    </message>
    <message>
      <source>Speed</source>
      <translation>Скорость</translation>
    </message>
    <message>
      <source>Left</source>
      <translation>Осталось</translation>
    </message>
    <message>
      <source>Memory</source>
      <translation>Память</translation>
    </message>
    <message>
      <source>%1 / %2</source>
      <translation>%1 / %2</translation>
    </message>
    <message>
      <source>not recorded</source>
      <translation>не записано</translation>
    </message>
    <message>
      <source>of the process that trains</source>
      <translation>процесс обучения</translation>
    </message>
    <message>
      <source>at the last step</source>
      <translation>на последнем шаге</translation>
    </message>
    <message>
      <source>not a number</source>
      <translation>не число</translation>
    </message>
    <message>
      <source>since step %1</source>
      <translation>начиная с шага %1</translation>
    </message>
    <message>
      <source>down %1 in 100 steps</source>
      <translation>на %1 ниже за 100 шагов</translation>
    </message>
    <message>
      <source>up %1 in 100 steps</source>
      <translation>на %1 выше за 100 шагов</translation>
    </message>
    <message>
      <source>held-out text: %1</source>
      <translation>отложенный текст: %1</translation>
    </message>
    <message>
      <source>tokens per second</source>
      <translation>токенов в секунду</translation>
    </message>
    <message>
      <source>Time</source>
      <translation>Время</translation>
    </message>
    <message>
      <source>trained for %1</source>
      <translation>обучается %1</translation>
    </message>
    <message>
      <source>of training</source>
      <translation>обучения</translation>
    </message>
  </context>
  <context>
    <name>cloze::RunView</name>
    <message>
      <source>Charts</source>
      <translation>Графики</translation>
    </message>
    <message>
      <source>Configuration</source>
      <translation>Настройки</translation>
    </message>
    <message>
      <source>Checkpoints</source>
      <translation>Контрольные точки</translation>
    </message>
    <message>
      <source>Log</source>
      <translation>Журнал</translation>
    </message>
    <message>
      <source>Parts of the run</source>
      <translation>Части запуска</translation>
    </message>
    <message>
      <source>The run failed.</source>
      <translation>Запуск не удался.</translation>
    </message>
    <message>
      <source>The run failed: %1</source>
      <translation>Запуск не удался: %1</translation>
    </message>
    <message>
      <source>Interrupted at step %1. It can go on as if nothing had happened.</source>
      <translation>Прерван на шаге %1. Можно продолжить, как будто ничего не случилось.</translation>
    </message>
    <message>
      <source>Continue</source>
      <translation>Продолжить</translation>
    </message>
    <message>
      <source>Stopped at step %1, with everything saved.</source>
      <translation>Остановлен на шаге %1, всё сохранено.</translation>
    </message>
    <message>
      <source>Waits its turn: it starts when the runs before it have ended.</source>
      <translation>Ждёт очереди: начнётся, когда закончатся запуски перед ним.</translation>
    </message>
    <message>
      <source>This run was deleted from the log elsewhere. What was read of it stays until the page is closed.</source>
      <translation>Этот запуск удалили из журнала в другом месте. Прочитанное останется, пока открыта страница.</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>Пауза</translation>
    </message>
    <message>
      <source>Pause after the current step; looking inside goes on</source>
      <translation>Приостановить после текущего шага; смотреть внутрь можно и дальше</translation>
    </message>
    <message>
      <source>Stop and save</source>
      <translation>Остановить и сохранить</translation>
    </message>
    <message>
      <source>Save a checkpoint and end the run; it can be continued</source>
      <translation>Сохранить контрольную точку и закончить; запуск можно продолжить</translation>
    </message>
    <message>
      <source>Go on from the newest checkpoint, as if nothing had happened</source>
      <translation>Продолжить с последней контрольной точки, как будто ничего не случилось</translation>
    </message>
    <message>
      <source>More steps...</source>
      <translation>Ещё шаги...</translation>
    </message>
    <message>
      <source>Start a new run that grows from this one</source>
      <translation>Начать новый запуск, который вырастает из этого</translation>
    </message>
    <message>
      <source>Data</source>
      <translation>Данные</translation>
    </message>
    <message>
      <source>Samples</source>
      <translation>Примеры</translation>
    </message>
    <message>
      <source>The checkpoint of step %1 is no longer on the disk.</source>
      <translation>Контрольной точки шага %1 больше нет на диске.</translation>
    </message>
    <message>
      <source>Go on</source>
      <translation>Дальше</translation>
    </message>
    <message>
      <source>Task</source>
      <translation>Задача</translation>
    </message>
    <message>
      <source>Lineage</source>
      <translation>Родословная</translation>
    </message>
  </context>
  <context>
    <name>cloze::RunsPanel</name>
    <message>
      <source>Filter runs</source>
      <translation>Отобрать запуски</translation>
    </message>
    <message>
      <source>Runs</source>
      <translation>Запуски</translation>
    </message>
    <message>
      <source>Runs appear here as soon as one is started, in this window or in a terminal.</source>
      <translation>Запуски появятся здесь, как только один начнётся: в этом окне или в терминале.</translation>
    </message>
    <message>
      <source>New run</source>
      <translation>Новый запуск</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>Открыть</translation>
    </message>
    <message>
      <source>Continue</source>
      <translation>Продолжить</translation>
    </message>
    <message>
      <source>New run with these settings</source>
      <translation>Новый запуск с этими настройками</translation>
    </message>
    <message>
      <source>Rename...</source>
      <translation>Переименовать...</translation>
    </message>
    <message>
      <source>Rename run</source>
      <translation>Переименовать запуск</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>Название</translation>
    </message>
    <message>
      <source>Start now</source>
      <translation>Начать сейчас</translation>
    </message>
    <message>
      <source>Remove from the queue</source>
      <translation>Убрать из очереди</translation>
    </message>
    <message>
      <source>No run matches the filter.</source>
      <translation>Под фильтр ничего не подходит.</translation>
    </message>
    <message>
      <source>Show all runs</source>
      <translation>Показать все запуски</translation>
    </message>
    <message>
      <source>Words of the name, family, tags, note or status; all must be there</source>
      <translation>Слова имени, семейства, меток, заметки или состояния; должны быть все</translation>
    </message>
    <message>
      <source>Runs shown</source>
      <translation>Какие запуски показаны</translation>
    </message>
    <message>
      <source>All runs</source>
      <translation>Все запуски</translation>
    </message>
    <message>
      <source>Training</source>
      <translation>Обучаются</translation>
    </message>
    <message>
      <source>Interrupted</source>
      <translation>Прерванные</translation>
    </message>
    <message>
      <source>Done</source>
      <translation>Готовые</translation>
    </message>
    <message>
      <source>Failed</source>
      <translation>С ошибкой</translation>
    </message>
    <message numerus="yes">
      <source>Compare %n runs</source>
      <translation>
        <numerusform>Сравнить %n запуск</numerusform>
        <numerusform>Сравнить %n запуска</numerusform>
        <numerusform>Сравнить %n запусков</numerusform>
      </translation>
    </message>
    <message>
      <source>Tags and note</source>
      <translation>Метки и заметка</translation>
    </message>
    <message>
      <source>Delete... (stop it first)</source>
      <translation>Удалить... (сначала остановите)</translation>
    </message>
    <message>
      <source>Delete...</source>
      <translation>Удалить...</translation>
    </message>
  </context>
  <context>
    <name>cloze::SenseBars</name>
    <message>
      <source>Senses told apart, by layer</source>
      <translation>Различение смыслов по слоям</translation>
    </message>
    <message>
      <source>Share of occurrences whose nearest other occurrence (cosine) has the same gold sense, averaged over the senses; equal sentences are left out. Click a layer to take it.</source>
      <translation>Доля употреблений, у которых ближайшее другое (косинус) имеет тот же верный смысл, в среднем по смыслам; одинаковые предложения не в счёт. Щёлкните слой, чтобы выбрать его.</translation>
    </message>
    <message>
      <source>layer %1</source>
      <translation>слой %1</translation>
    </message>
    <message>
      <source>chance, and the static vector</source>
      <translation>случай и статический вектор</translation>
    </message>
    <message>
      <source>mixture</source>
      <translation>смесь</translation>
    </message>
  </context>
  <context>
    <name>cloze::SentenceBox</name>
    <message>
      <source>Type a sentence and press Enter</source>
      <translation>Введите предложение и нажмите Enter</translation>
    </message>
    <message>
      <source>The sentence is empty: type one and press Enter.</source>
      <translation>Предложение пусто: введите его и нажмите Enter.</translation>
    </message>
  </context>
  <context>
    <name>cloze::SourcePicker</name>
    <message numerus="yes">
      <source>%1 and %n more</source>
      <translation>
        <numerusform>%1 и ещё %n</numerusform>
        <numerusform>%1 и ещё %n</numerusform>
        <numerusform>%1 и ещё %n</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>cloze::SpansView</name>
    <message>
      <source>Click a word to hide it, click again to bring it back. Words side by side make one gap.</source>
      <translation>Щёлкните слово, чтобы скрыть его, ещё раз — чтобы вернуть. Слова рядом образуют один пропуск.</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>Текст</translation>
    </message>
    <message>
      <source>Hide at random</source>
      <translation>Скрыть наугад</translation>
    </message>
    <message>
      <source>As in training: 15 % of the tokens in gaps of three on average; another draw each time</source>
      <translation>Как при обучении: 15 % частей, в среднем по три подряд; каждый раз другие</translation>
    </message>
    <message>
      <source>Hide nothing</source>
      <translation>Ничего не скрывать</translation>
    </message>
    <message>
      <source>The text is read as it is: for a task with its prefix</source>
      <translation>Текст читается как есть: для задачи с её приставкой</translation>
    </message>
    <message>
      <source>Beams</source>
      <translation>Лучей</translation>
    </message>
    <message>
      <source>Texts that are followed at once; the most probable one is shown</source>
      <translation>Сколько текстов ведётся сразу; показан самый вероятный</translation>
    </message>
    <message>
      <source>Tokens at most</source>
      <translation>Частей не больше</translation>
    </message>
    <message>
      <source>Where the model does not end by itself</source>
      <translation>Если модель не закончит сама</translation>
    </message>
    <message>
      <source>Write</source>
      <translation>Написать</translation>
    </message>
    <message>
      <source>The model reads the text with its gaps and writes what it expects there</source>
      <translation>Модель читает текст с пропусками и пишет, чего в них ждёт</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Отмена</translation>
    </message>
    <message>
      <source>The model reads</source>
      <translation>Модель читает</translation>
    </message>
    <message>
      <source>It should write</source>
      <translation>Должна написать</translation>
    </message>
    <message>
      <source>It writes</source>
      <translation>Пишет</translation>
    </message>
    <message>
      <source>Writing...</source>
      <translation>Пишет...</translation>
    </message>
    <message>
      <source>"%1" is hidden from the model; click to bring it back</source>
      <translation>«%1» скрыто от модели; щёлкните, чтобы вернуть</translation>
    </message>
    <message>
      <source>Click to hide "%1" from the model</source>
      <translation>Щёлкните, чтобы скрыть «%1» от модели</translation>
    </message>
    <message>
      <source>This model fills single masks or goes on writing. Choose one that reads a text with gaps and writes what stood in them.</source>
      <translation>Эта модель заполняет одиночные пропуски или продолжает текст. Выберите такую, что читает текст с пропусками и пишет, что в них стояло.</translation>
    </message>
    <message>
      <source>Stands for "%1"</source>
      <translation>Стоит вместо «%1»</translation>
    </message>
    <message>
      <source>Probability %1</source>
      <translation>Вероятность %1</translation>
    </message>
    <message numerus="yes">
      <source>%n tokens written</source>
      <translation>
        <numerusform>написана %n часть</numerusform>
        <numerusform>написаны %n части</numerusform>
        <numerusform>написано %n частей</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n tokens written, then cut off</source>
      <translation>
        <numerusform>написана %n часть, дальше обрезано</numerusform>
        <numerusform>написаны %n части, дальше обрезано</numerusform>
        <numerusform>написано %n частей, дальше обрезано</numerusform>
      </translation>
    </message>
    <message>
      <source>; model at step %1</source>
      <translation>; модель на шаге %1</translation>
    </message>
    <message>
      <source>Gap</source>
      <translation>Пропуск</translation>
    </message>
    <message>
      <source>Stood there</source>
      <translation>Стояло</translation>
    </message>
    <message>
      <source>The model writes</source>
      <translation>Модель пишет</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>ничего</translation>
    </message>
    <message>
      <source>found</source>
      <translation>найдено</translation>
    </message>
    <message>
      <source>something else</source>
      <translation>другое</translation>
    </message>
    <message>
      <source>Train a model that reads a text with gaps and writes what stood in them, or open a folder with one.</source>
      <translation>Обучите модель, которая читает текст с пропусками и пишет, что в них стояло, или откройте папку с ней.</translation>
    </message>
  </context>
  <context>
    <name>cloze::Sparkline</name>
    <message>
      <source>step %1: rank %2, %3</source>
      <translation>шаг %1: место %2, %3</translation>
    </message>
    <message>
      <source>step %1: %2</source>
      <translation>шаг %1: %2</translation>
    </message>
    <message>
      <source>Line: rank, the first place at the top; area: probability</source>
      <translation>Линия: место, первое наверху; площадь: вероятность</translation>
    </message>
  </context>
  <context>
    <name>cloze::StartView</name>
    <message>
      <source>See a language model learn</source>
      <translation>Увидеть, как учится языковая модель</translation>
    </message>
    <message>
      <source>Train one on your own text, watch its curves, hide words and see what it expects, and look at which uses of a word it finds alike.</source>
      <translation>Обучите её на своём тексте, следите за кривыми, скрывайте слова и смотрите, чего она ждёт и какие употребления слова считает похожими.</translation>
    </message>
    <message>
      <source>Examples</source>
      <translation>Примеры</translation>
    </message>
    <message>
      <source>Ask the shipped model</source>
      <translation>Спросить готовую модель</translation>
    </message>
    <message>
      <source>A small model trained on the toy world: hide a word and read what it expects there.</source>
      <translation>Небольшая модель игрушечного мира: скройте слово и прочтите, чего она ждёт.</translation>
    </message>
    <message>
      <source>Open masked words</source>
      <translation>Открыть скрытые слова</translation>
    </message>
    <message>
      <source>One word, several meanings</source>
      <translation>Слово с разными смыслами</translation>
    </message>
    <message>
      <source>The nearest uses of a word such as "bat" or "лук", layer by layer.</source>
      <translation>Ближайшие употребления слова вроде «лук» или «bat», слой за слоем.</translation>
    </message>
    <message>
      <source>Open neighbours</source>
      <translation>Открыть соседей</translation>
    </message>
    <message>
      <source>Train it yourself</source>
      <translation>Обучить самому</translation>
    </message>
    <message>
      <source>Your own text</source>
      <translation>Свой текст</translation>
    </message>
    <message>
      <source>Choose a model family and a size, point at files or folders, and start.</source>
      <translation>Выберите семейство и размер модели, укажите файлы или папки и начните.</translation>
    </message>
    <message>
      <source>New run</source>
      <translation>Новый запуск</translation>
    </message>
    <message>
      <source>The shipped model is not installed (resources/models)</source>
      <translation>Готовая модель не установлена (resources/models)</translation>
    </message>
    <message>
      <source>Interrupted</source>
      <translation>Прерванные</translation>
    </message>
    <message>
      <source>Recent runs</source>
      <translation>Недавние запуски</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>Открыть</translation>
    </message>
    <message>
      <source>Open %1</source>
      <translation>Открыть: %1</translation>
    </message>
    <message>
      <source>Continue</source>
      <translation>Продолжить</translation>
    </message>
    <message>
      <source>Continue %1</source>
      <translation>Продолжить: %1</translation>
    </message>
    <message>
      <source>Pre-train a tiny model on the embedded toy world: about a minute on any laptop.</source>
      <translation>Обучите маленькую модель на встроенном игрушечном мире: около минуты на любом ноутбуке.</translation>
    </message>
    <message>
      <source>Start training now</source>
      <translation>Начать обучение</translation>
    </message>
    <message>
      <source>Back</source>
      <translation>Назад</translation>
    </message>
    <message>
      <source>Skip the tour</source>
      <translation>Пропустить</translation>
    </message>
    <message>
      <source>1. Train</source>
      <translation>1. Обучить</translation>
    </message>
    <message>
      <source>"Start training now" trains a small model in a minute. Its curves grow while it learns; it can be paused, stopped and continued at any time.</source>
      <translation>«Начать обучение» обучает маленькую модель за минуту. Кривые растут по ходу; обучение можно приостановить, остановить и продолжить в любой момент.</translation>
    </message>
    <message>
      <source>2. Hide words</source>
      <translation>2. Скрыть слова</translation>
    </message>
    <message>
      <source>In Masked words, click a word to hide it: the model says what it expects there. It works with the shipped model at once, and with your own while it trains.</source>
      <translation>В «Скрытых словах» щёлкните слово, чтобы скрыть его: модель скажет, чего ждёт на этом месте. Сразу с готовой моделью, а с вашей — пока она обучается.</translation>
    </message>
    <message>
      <source>3. Look around</source>
      <translation>3. Осмотреться</translation>
    </message>
    <message>
      <source>In Neighbours, choose a word in a sentence: you see the uses of that word that mean most nearly the same, layer by layer.</source>
      <translation>В «Соседях» выберите слово в предложении: увидите самые близкие по смыслу употребления этого слова, слой за слоем.</translation>
    </message>
    <message>
      <source>%1 of 3</source>
      <translation>%1 из 3</translation>
    </message>
    <message>
      <source>Next</source>
      <translation>Дальше</translation>
    </message>
    <message>
      <source>Done</source>
      <translation>Готово</translation>
    </message>
    <message>
      <source>Recent files</source>
      <translation>Недавние файлы</translation>
    </message>
  </context>
  <context>
    <name>cloze::TaskCard</name>
    <message>
      <source>Text</source>
      <translation>Текст</translation>
    </message>
    <message>
      <source>Second text</source>
      <translation>Второй текст</translation>
    </message>
    <message>
      <source>Label</source>
      <translation>Метка</translation>
    </message>
    <message>
      <source>Score</source>
      <translation>Оценка</translation>
    </message>
    <message>
      <source>Question</source>
      <translation>Вопрос</translation>
    </message>
    <message>
      <source>Passage</source>
      <translation>Отрывок</translation>
    </message>
    <message>
      <source>Answer</source>
      <translation>Ответ</translation>
    </message>
    <message>
      <source>Words</source>
      <translation>Слова</translation>
    </message>
    <message>
      <source>Predicate</source>
      <translation>Предикат</translation>
    </message>
    <message>
      <source>Tags</source>
      <translation>Метки</translation>
    </message>
    <message>
      <source>Beginning</source>
      <translation>Начало</translation>
    </message>
    <message>
      <source>Choices</source>
      <translation>Варианты</translation>
    </message>
    <message>
      <source>Right one</source>
      <translation>Верный</translation>
    </message>
    <message numerus="yes">
      <source>and %n more</source>
      <translation>
        <numerusform>и ещё %n</numerusform>
        <numerusform>и ещё %n</numerusform>
        <numerusform>и ещё %n</numerusform>
      </translation>
    </message>
    <message>
      <source>%1 examples</source>
      <translation>примеров: %1</translation>
    </message>
    <message>
      <source>without labels</source>
      <translation>без меток</translation>
    </message>
    <message>
      <source>%1 rows are left out: %2</source>
      <translation>Пропущено строк: %1; %2</translation>
    </message>
    <message>
      <source>%1 lines are no UTF-8 and were repaired</source>
      <translation>Не в UTF-8 и исправлено строк: %1</translation>
    </message>
    <message>
      <source>Labelled examples</source>
      <translation>Размеченные примеры</translation>
    </message>
    <message>
      <source>The first rows, the labels and the lengths appear here once the files are chosen.</source>
      <translation>Здесь появятся первые строки, метки и длины, когда будут выбраны файлы.</translation>
    </message>
    <message>
      <source>First examples</source>
      <translation>Первые примеры</translation>
    </message>
    <message>
      <source>Column: %1</source>
      <translation>Столбец: %1</translation>
    </message>
    <message>
      <source>none</source>
      <translation>нет</translation>
    </message>
    <message>
      <source>Lengths of the examples</source>
      <translation>Длины примеров</translation>
    </message>
    <message>
      <source>Lengths are counted in tokens once a checkpoint is chosen.</source>
      <translation>Длины будут сосчитаны в токенах, когда выбрана контрольная точка.</translation>
    </message>
    <message>
      <source>Of the first %1 examples the longest has %2 tokens.</source>
      <translation>Самый длинный из первых примеров (%1): %2 ток.</translation>
    </message>
    <message>
      <source>The longest example has %1 tokens.</source>
      <translation>Самый длинный пример: %1 ток.</translation>
    </message>
    <message>
      <source>Each is read at once.</source>
      <translation>Каждый читается сразу.</translation>
    </message>
    <message>
      <source>None is cut.</source>
      <translation>Ни один не обрезан.</translation>
    </message>
    <message>
      <source>%1 (%2) are read in several windows.</source>
      <translation>Читаются несколькими окнами: %1 (%2).</translation>
    </message>
    <message>
      <source>%1 (%2) are cut.</source>
      <translation>Обрезаны: %1 (%2).</translation>
    </message>
  </context>
  <context>
    <name>cloze::TaskSource</name>
    <message>
      <source>A number for each text</source>
      <translation>Число для каждого текста</translation>
    </message>
    <message>
      <source>The answer to a question, found in a passage</source>
      <translation>Ответ на вопрос, найденный в отрывке</translation>
    </message>
    <message>
      <source>A tag for every word</source>
      <translation>Метка для каждого слова</translation>
    </message>
    <message>
      <source>Which of several texts goes on</source>
      <translation>Какой из текстов служит продолжением</translation>
    </message>
    <message>
      <source>Whether a word means the same in two sentences</source>
      <translation>Одинаков ли смысл слова в двух предложениях</translation>
    </message>
    <message>
      <source>One of the classes found in the file</source>
      <translation>Один из классов, найденных в файле</translation>
    </message>
    <message numerus="yes">
      <source>One of %n classes</source>
      <translation>
        <numerusform>Один из %n класса</numerusform>
        <numerusform>Один из %n классов</numerusform>
        <numerusform>Один из %n классов</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%1 and %n more</source>
      <translation>
        <numerusform>%1 и ещё %n</numerusform>
        <numerusform>%1 и ещё %n</numerusform>
        <numerusform>%1 и ещё %n</numerusform>
      </translation>
    </message>
    <message>
      <source>%1. Judged by: %2.</source>
      <translation>%1. Судят по: %2.</translation>
    </message>
    <message>
      <source>Checkpoint</source>
      <translation>Контрольная точка</translation>
    </message>
    <message>
      <source>The pre-trained model to start from: of a run, the shipped one, or a folder</source>
      <translation>Предобученная модель, с которой начать: из запуска, из поставки или из папки</translation>
    </message>
    <message>
      <source>Checkpoint to start from</source>
      <translation>Начальная контрольная точка</translation>
    </message>
    <message>
      <source>Task</source>
      <translation>Задача</translation>
    </message>
    <message>
      <source>Labelled examples</source>
      <translation>Размеченные примеры</translation>
    </message>
    <message>
      <source>Toy world</source>
      <translation>Игрушечный мир</translation>
    </message>
    <message>
      <source>The labelled sets of the embedded world; they are written into Cloze's folder when they are first wanted</source>
      <translation>Размеченные наборы встроенного мира; они записываются в папку Cloze, когда впервые понадобятся</translation>
    </message>
    <message>
      <source>Folder...</source>
      <translation>Папка...</translation>
    </message>
    <message>
      <source>The set as it is distributed: its training and validation files are found in it</source>
      <translation>Набор, как его раздают: обучающие и проверочные файлы найдутся в нём сами</translation>
    </message>
    <message>
      <source>Files...</source>
      <translation>Файлы...</translation>
    </message>
    <message>
      <source>Files to train on</source>
      <translation>Файлы для обучения</translation>
    </message>
    <message>
      <source>Validation...</source>
      <translation>Проверка...</translation>
    </message>
    <message>
      <source>Files that are only evaluated; without them a share of the training examples is held out</source>
      <translation>Файлы только для проверки; без них откладывается часть обучающих примеров</translation>
    </message>
    <message>
      <source>Choose a folder or files</source>
      <translation>Выберите папку или файлы</translation>
    </message>
    <message>
      <source>Validation: %1</source>
      <translation>Проверка: %1</translation>
    </message>
    <message>
      <source>Validation: %1 of the examples, held out</source>
      <translation>Проверка: %1 примеров, отложенных</translation>
    </message>
    <message>
      <source>Folder of the data set</source>
      <translation>Папка набора данных</translation>
    </message>
    <message>
      <source>Files that are only evaluated</source>
      <translation>Файлы только для проверки</translation>
    </message>
    <message>
      <source>Learnt together</source>
      <translation>Учатся вместе</translation>
    </message>
  </context>
  <context>
    <name>cloze::TasksTogether</name>
    <message>
      <source>Add a task</source>
      <translation>Добавить задачу</translation>
    </message>
    <message>
      <source>Remove this task</source>
      <translation>Убрать эту задачу</translation>
    </message>
    <message>
      <source>One body learns several tasks together, with a head for each</source>
      <translation>Одно тело учится нескольким задачам сразу, с головой для каждой</translation>
    </message>
    <message>
      <source>The task shown above is no longer learnt</source>
      <translation>Задача, показанная выше, больше не изучается</translation>
    </message>
    <message>
      <source>How often each task is drawn</source>
      <translation>Как часто выбирается каждая задача</translation>
    </message>
    <message>
      <source>How often each task is drawn: as its number of examples, as the root of it, all alike, or from proportional towards alike over the epochs</source>
      <translation>Как часто выбирается каждая задача: по числу примеров, по корню из него, все поровну или от пропорционального к равному по эпохам</translation>
    </message>
    <message>
      <source>Share of each task in the batches</source>
      <translation>Доля каждой задачи в пакетах</translation>
    </message>
    <message>
      <source>Shows its files and columns</source>
      <translation>Показывает её файлы и столбцы</translation>
    </message>
    <message>
      <source>at last %1</source>
      <translation>в конце %1</translation>
    </message>
    <message>
      <source>The shares are known once each task&apos;s examples are counted: choose a task to read its files.</source>
      <translation>Доли станут известны, когда примеры каждой задачи сосчитаны: выберите задачу, чтобы прочитать её файлы.</translation>
    </message>
    <message>
      <source>Examples: %1. The task in bold is shown; click another to see its files.</source>
      <translation>Примеров: %1. Показана задача жирным; щёлкните другую, чтобы увидеть её файлы.</translation>
    </message>
    <message>
      <source>Shares are those of the first and of the last epoch.</source>
      <translation>Доли для первой и последней эпохи.</translation>
    </message>
  </context>
  <context>
    <name>cloze::TextSources</name>
    <message>
      <source>The embedded toy world</source>
      <translation>Встроенный игрушечный мир</translation>
    </message>
    <message>
      <source>My files and folders</source>
      <translation>Свои файлы и папки</translation>
    </message>
    <message>
      <source>Add files...</source>
      <translation>Добавить файлы...</translation>
    </message>
    <message>
      <source>Add folder...</source>
      <translation>Добавить папку...</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Убрать</translation>
    </message>
    <message>
      <source>20,000 sentences in English and Russian, made by rules: small enough to learn in minutes</source>
      <translation>20 000 предложений на русском и английском, составленных по правилам: можно выучить за минуты</translation>
    </message>
    <message>
      <source>Plain text (.txt), JSON lines (.jsonl), both also gzipped, and folders of them</source>
      <translation>Простой текст (.txt), строки JSON (.jsonl), их же в gzip и папки с ними</translation>
    </message>
    <message>
      <source>Text files and folders</source>
      <translation>Текстовые файлы и папки</translation>
    </message>
    <message>
      <source>Text files</source>
      <translation>Текстовые файлы</translation>
    </message>
    <message>
      <source>Text and pairs (*.txt *.jsonl *.txt.gz *.jsonl.gz *.tsv *.tsv.gz);;All files (*)</source>
      <translation>Тексты и пары (*.txt *.jsonl *.txt.gz *.jsonl.gz *.tsv *.tsv.gz);;Все файлы (*)</translation>
    </message>
    <message>
      <source>Folder of text files</source>
      <translation>Папка с текстами</translation>
    </message>
    <message>
      <source>Pasted text</source>
      <translation>Вставленный текст</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Отмена</translation>
    </message>
    <message>
      <source>Typed or pasted here; saved as a file when the run starts</source>
      <translation>Набран или вставлен здесь; сохранится файлом, когда начнётся запуск</translation>
    </message>
    <message>
      <source>Paste or type the text: one document, or several with blank lines between them</source>
      <translation>Вставьте или наберите текст: один документ или несколько, с пустыми строками между ними</translation>
    </message>
    <message>
      <source>%1 sentences in %2 documents, %3 of text</source>
      <translation>Предложений: %1, документов: %2, текста: %3</translation>
    </message>
    <message>
      <source>%1 of text; sentences are counted when the run starts</source>
      <translation>Текста: %1; предложения считаются, когда начнётся запуск</translation>
    </message>
  </context>
  <context>
    <name>cloze::Timeline</name>
    <message>
      <source>Step %1: %2</source>
      <translation>Шаг %1: %2</translation>
    </message>
    <message>
      <source>Step %1: interrupted</source>
      <translation>Шаг %1: прерван</translation>
    </message>
    <message>
      <source>Timeline</source>
      <translation>Шкала шагов</translation>
    </message>
    <message numerus="yes">
      <source>Step %1, %n marks</source>
      <translation>
        <numerusform>Шаг %1, %n отметка</numerusform>
        <numerusform>Шаг %1, %n отметки</numerusform>
        <numerusform>Шаг %1, %n отметок</numerusform>
      </translation>
    </message>
    <message>
      <source>The steps of the selected run appear here, with its checkpoints.</source>
      <translation>Здесь появятся шаги выбранного запуска и его контрольные точки.</translation>
    </message>
    <message>
      <source>Step %1: checkpoint, %2</source>
      <translation>Шаг %1: контрольная точка, %2</translation>
    </message>
    <message>
      <source>Step %1: held-out loss %2</source>
      <translation>Шаг %1: потери на отложенном %2</translation>
    </message>
  </context>
  <context>
    <name>cloze::TokenizerSampleCard</name>
    <message>
      <source>How words become pieces</source>
      <translation>Как слова режутся на части</translation>
    </message>
    <message>
      <source>The first sentences of the text, cut into pieces, appear here.</source>
      <translation>Здесь появятся первые предложения текста, разрезанные на части.</translation>
    </message>
    <message>
      <source>A sample: %1 pieces, learned from the first %2 sentences. The run learns its own from all of the text.</source>
      <translation>Проба: %1 частей, выученных по первым %2 предложениям. Запуск выучит свои по всему тексту.</translation>
    </message>
    <message>
      <source>The existing tokeniser: %1 pieces.</source>
      <translation>Готовый токенизатор: %1 частей.</translation>
    </message>
    <message>
      <source>Continues the word before it</source>
      <translation>Продолжает слово перед ним</translation>
    </message>
  </context>
  <context>
    <name>cloze::TokenizerSource</name>
    <message>
      <source>Train a new one</source>
      <translation>Обучить новый</translation>
    </message>
    <message>
      <source>Use an existing one</source>
      <translation>Взять готовый</translation>
    </message>
    <message>
      <source>Folder...</source>
      <translation>Папка…</translation>
    </message>
    <message>
      <source>File...</source>
      <translation>Файл…</translation>
    </message>
    <message>
      <source>Learned from the text of this run; its kind and size are among the settings</source>
      <translation>Учится по тексту этого запуска; вид и размер — среди настроек</translation>
    </message>
    <message>
      <source>A folder with tokenizer files (a checkpoint has them), a tokenizer.json, vocab.txt or .model</source>
      <translation>Папка с файлами токенизатора (они есть в контрольной точке), tokenizer.json, vocab.txt или .model</translation>
    </message>
    <message>
      <source>Folder or file of the tokeniser</source>
      <translation>Папка или файл токенизатора</translation>
    </message>
    <message>
      <source>Folder of a tokeniser</source>
      <translation>Папка токенизатора</translation>
    </message>
    <message>
      <source>File of a tokeniser</source>
      <translation>Файл токенизатора</translation>
    </message>
    <message>
      <source>Tokenisers (*.json *.txt *.model);;All files (*)</source>
      <translation>Токенизаторы (*.json *.txt *.model);;Все файлы (*)</translation>
    </message>
  </context>
  <context>
    <name>cloze::TransferView</name>
    <message>
      <source>it helped</source>
      <translation>помог</translation>
    </message>
    <message>
      <source>it hurt</source>
      <translation>повредил</translation>
    </message>
    <message>
      <source>one seed says nothing about chance</source>
      <translation>одно зерно ничего не говорит о случайности</translation>
    </message>
    <message>
      <source>no evidence either way</source>
      <translation>не доказано ни то, ни другое</translation>
    </message>
    <message>
      <source>more than there are</source>
      <translation>больше, чем есть</translation>
    </message>
    <message>
      <source>%1 times as many</source>
      <translation>в %1 раза больше</translation>
    </message>
    <message>
      <source>"%1" is no share of the labels: give numbers above 0 up to 100, like 1, 10, 100.</source>
      <translation>«%1» не доля меток: нужны числа больше 0 и до 100, например 1, 10, 100.</translation>
    </message>
    <message>
      <source>Give at least one share of the labels, like 1, 10, 100.</source>
      <translation>Нужна хотя бы одна доля меток, например 1, 10, 100.</translation>
    </message>
    <message>
      <source>from scratch</source>
      <translation>с нуля</translation>
    </message>
    <message>
      <source>from the checkpoint</source>
      <translation>от контрольной точки</translation>
    </message>
    <message>
      <source>checkpoint, frozen</source>
      <translation>контрольная точка, заморожена</translation>
    </message>
    <message>
      <source>Start the comparison</source>
      <translation>Начать сравнение</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Отменить</translation>
    </message>
    <message>
      <source>The chart shows how good each way is with few labels and with all of them. It fills as the runs end; each of them stands in the list of runs.</source>
      <translation>График покажет, насколько хорош каждый путь при малом числе меток и при всех. Он заполняется по мере окончания запусков; каждый из них есть в списке запусков.</translation>
    </message>
    <message>
      <source>as the others</source>
      <translation>как у прочих</translation>
    </message>
    <message>
      <source>Shares of the labels, %</source>
      <translation>Доли меток, %</translation>
    </message>
    <message>
      <source>The same share of every class; a smaller one is part of a larger one</source>
      <translation>Одинаковая доля каждого класса; меньшая входит в большую</translation>
    </message>
    <message>
      <source>Seeds</source>
      <translation>Зёрна</translation>
    </message>
    <message>
      <source>Each run is repeated so often with other random choices: three tell how much is chance</source>
      <translation>Столько раз каждый запуск повторяется с другими случайностями: трёх довольно, чтобы увидеть их размах</translation>
    </message>
    <message>
      <source>Steps of each run</source>
      <translation>Шагов в запуске</translation>
    </message>
    <message>
      <source>The same for all, so that none has more work done on it</source>
      <translation>Одинаково для всех, чтобы ни у кого не было больше работы</translation>
    </message>
    <message>
      <source>Learning rate from scratch</source>
      <translation>Скорость обучения с нуля</translation>
    </message>
    <message>
      <source>A model that starts from nothing may need a higher rate; empty: the same</source>
      <translation>Модели, начинающей с нуля, может понадобиться большая скорость; пусто: та же</translation>
    </message>
    <message>
      <source>Progress of the comparison</source>
      <translation>Ход сравнения</translation>
    </message>
    <message>
      <source>By the number of labelled examples</source>
      <translation>По числу размеченных примеров</translation>
    </message>
    <message>
      <source>examples</source>
      <translation>примеров</translation>
    </message>
    <message>
      <source>Copy the table</source>
      <translation>Скопировать таблицу</translation>
    </message>
    <message>
      <source>Save every run (CSV)...</source>
      <translation>Сохранить все запуски (CSV)...</translation>
    </message>
    <message>
      <source>Results of the comparison</source>
      <translation>Итоги сравнения</translation>
    </message>
    <message>
      <source>%1, from %2</source>
      <translation>%1, от %2</translation>
    </message>
    <message>
      <source>%1 by the number of labelled examples</source>
      <translation>%1 по числу размеченных примеров</translation>
    </message>
    <message>
      <source>%1; bands: one standard deviation</source>
      <translation>%1; полосы: одно стандартное отклонение</translation>
    </message>
    <message>
      <source>"%1" is no learning rate: give a number above 0, like 1e-3, or nothing.</source>
      <translation>«%1» не скорость обучения: нужно число больше 0, например 1e-3, или ничего.</translation>
    </message>
    <message>
      <source>%1 runs of %2 steps: %3 shares, %4 seeds, and three ways each.</source>
      <translation>Запусков: %1 по %2 шагов; долей: %3, зёрен: %4, по три пути.</translation>
    </message>
    <message>
      <source>Run %1 of %2: %3</source>
      <translation>Запуск %1 из %2: %3</translation>
    </message>
    <message>
      <source>Stopped after %1 of %2 runs; Start goes on with those that are missing.</source>
      <translation>Остановлено после %1 из %2 запусков; новый старт продолжит с недостающих.</translation>
    </message>
    <message>
      <source>Labels</source>
      <translation>Метки</translation>
    </message>
    <message>
      <source>Way</source>
      <translation>Путь</translation>
    </message>
    <message>
      <source>Deviation</source>
      <translation>Отклонение</translation>
    </message>
    <message>
      <source>Over scratch</source>
      <translation>Против «с нуля»</translation>
    </message>
    <message>
      <source>95 % interval</source>
      <translation>Интервал 95 %</translation>
    </message>
    <message>
      <source>Verdict</source>
      <translation>Вывод</translation>
    </message>
    <message>
      <source>Labels that scratch needs</source>
      <translation>Сколько меток нужно с нуля</translation>
    </message>
    <message>
      <source>%1 to %2</source>
      <translation>от %1 до %2</translation>
    </message>
    <message>
      <source>With %1 of the labels: %2 (%3 %4, 95 %: %5 to %6).</source>
      <translation>При %1 меток: %2 (%3 %4, 95 %: от %5 до %6).</translation>
    </message>
    <message>
      <source>Save every run</source>
      <translation>Сохранить все запуски</translation>
    </message>
    <message>
      <source>Table (*.csv)</source>
      <translation>Таблица (*.csv)</translation>
    </message>
  </context>
</TS>
