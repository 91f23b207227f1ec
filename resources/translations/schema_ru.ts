<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
  <context>
    <name>Schema</name>
    <message>
      <source>0: a new mask every time; n: each example has n fixed masks used in turn (the original BERT: 10)</source>
      <translation>0: каждый раз новые пропуски; n: у каждого примера n готовых наборов пропусков по очереди (в исходном BERT 10)</translation>
    </message>
    <message>
      <source>Activation of the feed-forward part and of the masked-word head</source>
      <translation>Функция активации в полносвязной части и в выходе для скрытых слов</translation>
    </message>
    <message>
      <source>Added to the root of the squared gradient (PyTorch 1e-8, the original BERT 1e-6)</source>
      <translation>Прибавляется к корню из квадрата градиента (в PyTorch 1e-8, в исходном BERT 1e-6)</translation>
    </message>
    <message>
      <source>Added to the variance</source>
      <translation>Прибавляется к дисперсии</translation>
    </message>
    <message>
      <source>Attention heads of each layer; the width must be a multiple</source>
      <translation>Головы внимания в каждом слое; ширина должна делиться на их число</translation>
    </message>
    <message>
      <source>Batches whose gradients are added before one optimiser step</source>
      <translation>Сколько пакетов складывают градиенты перед одним шагом</translation>
    </message>
    <message>
      <source>Correct the moments for their start at zero (the original BERT does not)</source>
      <translation>Поправка моментов на нулевое начало (в исходном BERT её нет)</translation>
    </message>
    <message>
      <source>Decoupled decay of matrices; biases and normalisation weights have none</source>
      <translation>Затухание матриц отдельно от градиента; сдвиги и нормировки не затухают</translation>
    </message>
    <message>
      <source>Dropout before a task head; empty: as the hidden dropout</source>
      <translation>Прореживание перед выходом задачи; пусто: как у скрытых значений</translation>
    </message>
    <message>
      <source>Encoder layers</source>
      <translation>Слои кодировщика</translation>
    </message>
    <message>
      <source>Evaluate on</source>
      <translation>Проверять на</translation>
    </message>
    <message>
      <source>Evaluations without improvement before stopping</source>
      <translation>Сколько проверок без улучшения до остановки</translation>
    </message>
    <message>
      <source>Every random choice follows from it</source>
      <translation>Из него следует любой случайный выбор</translation>
    </message>
    <message>
      <source>Examples of one forward pass</source>
      <translation>Сколько примеров проходит за раз</translation>
    </message>
    <message>
      <source>Exponent of the fall; 1 is linear</source>
      <translation>Показатель степени спада; 1 значит по прямой</translation>
    </message>
    <message>
      <source>Files (.txt, .jsonl, .gz) or folders; "toy-world" is the embedded corpus</source>
      <translation>Файлы (.txt, .jsonl, .gz) или папки; "toy-world" это встроенный текст</translation>
    </message>
    <message>
      <source>Files or folders kept for evaluation; without them a fraction of the training text is held out</source>
      <translation>Файлы или папки для проверки; без них откладывается доля обучающего текста</translation>
    </message>
    <message>
      <source>Fold letters to lower case before cutting</source>
      <translation>Сделать буквы строчными перед разрезанием</translation>
    </message>
    <message>
      <source>Folder or file of a tokeniser to use instead of training one</source>
      <translation>Папка или файл готового токенизатора вместо обучения нового</translation>
    </message>
    <message>
      <source>Held-out batches each evaluation reads at most, the same random ones every time; 0: all of them</source>
      <translation>Сколько отложенных пакетов самое большее читает проверка, каждый раз одни и те же случайные; 0: все</translation>
    </message>
    <message>
      <source>Highest learning rate; the schedule multiplies it</source>
      <translation>Наибольшая скорость обучения; расписание её умножает</translation>
    </message>
    <message>
      <source>How words are cut into pieces</source>
      <translation>Как слова режутся на части</translation>
    </message>
    <message>
      <source>Inner width of the feed-forward part, usually four times the width</source>
      <translation>Внутренняя ширина полносвязной части, обычно вчетверо больше ширины</translation>
    </message>
    <message>
      <source>Its embedding gets no gradient</source>
      <translation>Его вектор не получает градиента</translation>
    </message>
    <message>
      <source>Learning rate at the end of the run</source>
      <translation>Скорость обучения в конце</translation>
    </message>
    <message>
      <source>Longest gradient over all parameters together (L2); 0: not clipped</source>
      <translation>Наибольшая длина градиента по всем параметрам (L2); 0: не обрезать</translation>
    </message>
    <message>
      <source>Mask all pieces of a word together</source>
      <translation>Скрывать все части слова вместе</translation>
    </message>
    <message>
      <source>Memory of the mean gradient</source>
      <translation>Память среднего градиента</translation>
    </message>
    <message>
      <source>Memory of the mean squared gradient</source>
      <translation>Память среднего квадрата градиента</translation>
    </message>
    <message>
      <source>Model family</source>
      <translation>Семейство моделей</translation>
    </message>
    <message>
      <source>Name of the run, as lists show it</source>
      <translation>Название запуска в списках</translation>
    </message>
    <message>
      <source>Newest checkpoints kept with their training state, beside the best</source>
      <translation>Сколько последних контрольных точек хранить целиком, кроме лучшей</translation>
    </message>
    <message>
      <source>Optimiser steps</source>
      <translation>Шаги оптимизатора</translation>
    </message>
    <message>
      <source>Passes over the text instead of a number of steps; 0 uses the steps</source>
      <translation>Проходы по тексту вместо числа шагов; 0: по шагам</translation>
    </message>
    <message>
      <source>Periods of the cosine after warm-up; 0.5 falls to zero once</source>
      <translation>Периоды косинуса после разгона; 0,5: один спад до нуля</translation>
    </message>
    <message>
      <source>Positions that have an embedding</source>
      <translation>Сколько позиций имеют вектор</translation>
    </message>
    <message>
      <source>Remove accents (й becomes и): as the original uncased BERT did</source>
      <translation>Убирать значки над буквами (й станет и), как исходный BERT</translation>
    </message>
    <message>
      <source>Segment embeddings (sentence A, sentence B)</source>
      <translation>Векторы сегментов (предложение A, предложение B)</translation>
    </message>
    <message>
      <source>Sentences with [MASK], scored at every checkpoint</source>
      <translation>Предложения с [MASK], оцениваются в каждой контрольной точке</translation>
    </message>
    <message>
      <source>Set by the tokeniser</source>
      <translation>Определяется токенизатором</translation>
    </message>
    <message>
      <source>Share of attention weights set to zero while training</source>
      <translation>Доля весов внимания, обнуляемых при обучении</translation>
    </message>
    <message>
      <source>Share of examples cut to a random shorter length (BERT: 0.1)</source>
      <translation>Доля примеров случайной меньшей длины (BERT: 0,1)</translation>
    </message>
    <message>
      <source>Share of hidden values set to zero while training</source>
      <translation>Доля скрытых значений, обнуляемых при обучении</translation>
    </message>
    <message>
      <source>Share of the chosen tokens that the model sees as [MASK]</source>
      <translation>Доля выбранных токенов, которые модель видит как [MASK]</translation>
    </message>
    <message>
      <source>Share of the chosen tokens that the model sees as a random token; the rest stays as it is</source>
      <translation>Доля выбранных токенов, заменённых случайными; остальные остаются как есть</translation>
    </message>
    <message>
      <source>Share of the documents held out when no held-out text is given</source>
      <translation>Доля документов, отложенных для проверки, если своего текста для неё нет</translation>
    </message>
    <message>
      <source>Share of the tokens that are predicted</source>
      <translation>Доля предсказываемых токенов</translation>
    </message>
    <message>
      <source>Share of tokens that are predicted</source>
      <translation>Доля предсказываемых токенов</translation>
    </message>
    <message>
      <source>Size of the model; its settings can be changed one by one</source>
      <translation>Размер модели; её настройки можно менять по одной</translation>
    </message>
    <message>
      <source>Standard deviation of the first weights</source>
      <translation>Стандартное отклонение начальных весов</translation>
    </message>
    <message>
      <source>Steps between checkpoints; 0: only at the end</source>
      <translation>Шагов между контрольными точками; 0: только в конце</translation>
    </message>
    <message>
      <source>Steps between evaluations on held-out text; 0: only at the end</source>
      <translation>Шагов между проверками на отложенном тексте; 0: только в конце</translation>
    </message>
    <message>
      <source>Steps of the root's unit; 0: the warm-up, or 10000 without one</source>
      <translation>Единица корня в шагах; 0: разгон, а без него 10000</translation>
    </message>
    <message>
      <source>Steps over which the learning rate grows from zero</source>
      <translation>Шаги, за которые скорость обучения растёт от нуля</translation>
    </message>
    <message>
      <source>The masked-word head uses the word embeddings as its weights</source>
      <translation>Выход для скрытых слов использует векторы слов как свои веса</translation>
    </message>
    <message>
      <source>Threads that each train on a part of the batch; 0: one per core</source>
      <translation>Потоки, каждый обучается на части пакета; 0: по числу ядер</translation>
    </message>
    <message>
      <source>Tokens of one example, special tokens included</source>
      <translation>Токенов в примере вместе со служебными</translation>
    </message>
    <message>
      <source>Upper limit of the vocabulary; the trained size may be smaller</source>
      <translation>Верхняя граница словаря; обученный может быть меньше</translation>
    </message>
    <message>
      <source>Validation metric that must improve; empty: never stop early</source>
      <translation>Показатель проверки, который должен улучшаться; пусто: не останавливать</translation>
    </message>
    <message>
      <source>What the model learns to predict</source>
      <translation>Что модель учится предсказывать</translation>
    </message>
    <message>
      <source>Where to compute</source>
      <translation>Где вычислять</translation>
    </message>
    <message>
      <source>Which weights are taken: all, encoder, embeddings, {"lower": k} or a map</source>
      <translation>Какие веса взять: all, encoder, embeddings, {"lower": k} или таблица</translation>
    </message>
    <message>
      <source>Width of every layer</source>
      <translation>Ширина каждого слоя</translation>
    </message>
    <message>
      <source>"random", or a checkpoint or run to start from</source>
      <translation>"random" либо контрольная точка или запуск, с которых начать</translation>
    </message>
    <message>
      <source>Accumulate</source>
      <translation>Накопление</translation>
    </message>
    <message>
      <source>Activation</source>
      <translation>Активация</translation>
    </message>
    <message>
      <source>Attention dropout</source>
      <translation>Прореживание внимания</translation>
    </message>
    <message>
      <source>Batch</source>
      <translation>Пакет</translation>
    </message>
    <message>
      <source>Beta 1</source>
      <translation>Бета 1</translation>
    </message>
    <message>
      <source>Beta 2</source>
      <translation>Бета 2</translation>
    </message>
    <message>
      <source>Bias correction</source>
      <translation>Поправка начала</translation>
    </message>
    <message>
      <source>Checkpoint every</source>
      <translation>Сохранять каждые</translation>
    </message>
    <message>
      <source>Classifier dropout</source>
      <translation>Прореживание выхода</translation>
    </message>
    <message>
      <source>Clip norm</source>
      <translation>Обрезка нормы</translation>
    </message>
    <message>
      <source>Computer</source>
      <translation>Компьютер</translation>
    </message>
    <message>
      <source>Cycles</source>
      <translation>Периоды</translation>
    </message>
    <message>
      <source>Device</source>
      <translation>Устройство</translation>
    </message>
    <message>
      <source>Dropout</source>
      <translation>Прореживание</translation>
    </message>
    <message>
      <source>Early stopping</source>
      <translation>Ранняя остановка</translation>
    </message>
    <message>
      <source>Epochs</source>
      <translation>Эпохи</translation>
    </message>
    <message>
      <source>Epsilon</source>
      <translation>Эпсилон</translation>
    </message>
    <message>
      <source>Evaluate every</source>
      <translation>Проверять каждые</translation>
    </message>
    <message>
      <source>Existing tokeniser</source>
      <translation>Готовый токенизатор</translation>
    </message>
    <message>
      <source>Family</source>
      <translation>Семейство</translation>
    </message>
    <message>
      <source>Feed-forward width</source>
      <translation>Внутренняя ширина</translation>
    </message>
    <message>
      <source>Heads</source>
      <translation>Головы</translation>
    </message>
    <message>
      <source>Held-out share</source>
      <translation>Отложенная доля</translation>
    </message>
    <message>
      <source>Held-out text</source>
      <translation>Отложенный текст</translation>
    </message>
    <message>
      <source>Initial spread</source>
      <translation>Начальный разброс</translation>
    </message>
    <message>
      <source>Keep</source>
      <translation>Хранить</translation>
    </message>
    <message>
      <source>Kind</source>
      <translation>Вид</translation>
    </message>
    <message>
      <source>Last rate</source>
      <translation>Последняя скорость</translation>
    </message>
    <message>
      <source>Layer-norm epsilon</source>
      <translation>Эпсилон нормировки</translation>
    </message>
    <message>
      <source>Layers</source>
      <translation>Слои</translation>
    </message>
    <message>
      <source>Learning rate</source>
      <translation>Скорость обучения</translation>
    </message>
    <message>
      <source>Learning-rate schedule</source>
      <translation>Расписание скорости</translation>
    </message>
    <message>
      <source>Longest input</source>
      <translation>Наибольшая длина</translation>
    </message>
    <message>
      <source>Lower-case</source>
      <translation>Строчные буквы</translation>
    </message>
    <message>
      <source>Masked share</source>
      <translation>Доля пропусков</translation>
    </message>
    <message>
      <source>Masking</source>
      <translation>Пропуски</translation>
    </message>
    <message>
      <source>Metric</source>
      <translation>Показатель</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>Модель</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>Название</translation>
    </message>
    <message>
      <source>Objective</source>
      <translation>Задача обучения</translation>
    </message>
    <message>
      <source>Optimiser</source>
      <translation>Оптимизатор</translation>
    </message>
    <message>
      <source>Padding id</source>
      <translation>Номер заполнителя</translation>
    </message>
    <message>
      <source>Parts</source>
      <translation>Части</translation>
    </message>
    <message>
      <source>Patience</source>
      <translation>Терпение</translation>
    </message>
    <message>
      <source>Power</source>
      <translation>Степень</translation>
    </message>
    <message>
      <source>Preset</source>
      <translation>Заготовка</translation>
    </message>
    <message>
      <source>Probes</source>
      <translation>Пробы</translation>
    </message>
    <message>
      <source>Seed</source>
      <translation>Зерно</translation>
    </message>
    <message>
      <source>Segments</source>
      <translation>Сегменты</translation>
    </message>
    <message>
      <source>Sequence length</source>
      <translation>Длина примера</translation>
    </message>
    <message>
      <source>Shards</source>
      <translation>Потоки</translation>
    </message>
    <message>
      <source>Short sequences</source>
      <translation>Короткие примеры</translation>
    </message>
    <message>
      <source>Shown as [MASK]</source>
      <translation>Видно как [MASK]</translation>
    </message>
    <message>
      <source>Shown as a random token</source>
      <translation>Видно как случайное</translation>
    </message>
    <message>
      <source>Start from</source>
      <translation>Начать с</translation>
    </message>
    <message>
      <source>Start</source>
      <translation>Начало</translation>
    </message>
    <message>
      <source>Static maskings</source>
      <translation>Готовые пропуски</translation>
    </message>
    <message>
      <source>Steps</source>
      <translation>Шаги</translation>
    </message>
    <message>
      <source>Strip accents</source>
      <translation>Убирать значки</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>Текст</translation>
    </message>
    <message>
      <source>Tied head</source>
      <translation>Общий выход</translation>
    </message>
    <message>
      <source>Timescale</source>
      <translation>Масштаб</translation>
    </message>
    <message>
      <source>Tokeniser</source>
      <translation>Токенизатор</translation>
    </message>
    <message>
      <source>Training text</source>
      <translation>Обучающий текст</translation>
    </message>
    <message>
      <source>Training</source>
      <translation>Обучение</translation>
    </message>
    <message>
      <source>Vocabulary</source>
      <translation>Словарь</translation>
    </message>
    <message>
      <source>Warm-up</source>
      <translation>Разгон</translation>
    </message>
    <message>
      <source>Weight decay</source>
      <translation>Затухание весов</translation>
    </message>
    <message>
      <source>Whole words</source>
      <translation>Целые слова</translation>
    </message>
    <message>
      <source>Width</source>
      <translation>Ширина</translation>
    </message>
    <message>
      <source>batches</source>
      <translation>пакетов</translation>
    </message>
    <message>
      <source>checkpoints</source>
      <translation>точек</translation>
    </message>
    <message>
      <source>epochs</source>
      <translation>эпох</translation>
    </message>
    <message>
      <source>evaluations</source>
      <translation>проверок</translation>
    </message>
    <message>
      <source>examples</source>
      <translation>примеров</translation>
    </message>
    <message>
      <source>pieces</source>
      <translation>частей</translation>
    </message>
    <message>
      <source>steps</source>
      <translation>шагов</translation>
    </message>
    <message>
      <source>tokens</source>
      <translation>токенов</translation>
    </message>
    <message>
      <source>Masked words and next sentence</source>
      <translation>Скрытые слова и следующее предложение</translation>
    </message>
    <message>
      <source>Predict hidden words, and whether the second sentence really follows the first</source>
      <translation>Предсказывать скрытые слова и то, следует ли второе предложение за первым</translation>
    </message>
    <message>
      <source>Masked words</source>
      <translation>Скрытые слова</translation>
    </message>
    <message>
      <source>Predict hidden words from both sides</source>
      <translation>Предсказывать скрытые слова с обеих сторон</translation>
    </message>
    <message>
      <source>Next sentence</source>
      <translation>Следующее предложение</translation>
    </message>
    <message>
      <source>Judge whether the second sentence really follows the first</source>
      <translation>Решать, следует ли второе предложение за первым</translation>
    </message>
    <message>
      <source>AdamW</source>
      <translation>AdamW</translation>
    </message>
    <message>
      <source>Adam with decoupled weight decay</source>
      <translation>Adam с отдельным затуханием весов</translation>
    </message>
    <message>
      <source>Linear</source>
      <translation>По прямой</translation>
    </message>
    <message>
      <source>Rises, then falls in a straight line to zero</source>
      <translation>Растёт, затем падает по прямой до нуля</translation>
    </message>
    <message>
      <source>Constant</source>
      <translation>Постоянная</translation>
    </message>
    <message>
      <source>Rises, then stays</source>
      <translation>Растёт, затем держится</translation>
    </message>
    <message>
      <source>Cosine</source>
      <translation>Косинус</translation>
    </message>
    <message>
      <source>Rises, then falls along a cosine</source>
      <translation>Растёт, затем падает по косинусу</translation>
    </message>
    <message>
      <source>Polynomial</source>
      <translation>Многочлен</translation>
    </message>
    <message>
      <source>Rises, then falls along a power of the remaining steps</source>
      <translation>Растёт, затем падает по степени оставшихся шагов</translation>
    </message>
    <message>
      <source>Inverse square root</source>
      <translation>Обратный корень</translation>
    </message>
    <message>
      <source>Rises, then falls with the root of the steps</source>
      <translation>Растёт, затем падает с корнем из числа шагов</translation>
    </message>
    <message>
      <source>Tiny</source>
      <translation>Крошечная</translation>
    </message>
    <message>
      <source>Mini</source>
      <translation>Мини</translation>
    </message>
    <message>
      <source>Small</source>
      <translation>Малая</translation>
    </message>
    <message>
      <source>Medium</source>
      <translation>Средняя</translation>
    </message>
    <message>
      <source>Base</source>
      <translation>Базовая</translation>
    </message>
    <message>
      <source>Large</source>
      <translation>Большая</translation>
    </message>
    <message>
      <source>BERT</source>
      <translation>BERT</translation>
    </message>
    <message>
      <source>Hide words and predict them from both sides; judge whether two sentences follow each other</source>
      <translation>Скрыть слова и предсказать их с обеих сторон; решить, следуют ли предложения друг за другом</translation>
    </message>
    <message>
      <source>building the model</source>
      <translation>строит модель</translation>
    </message>
    <message>
      <source>reading text</source>
      <translation>читает текст</translation>
    </message>
    <message>
      <source>training the tokeniser</source>
      <translation>обучает токенизатор</translation>
    </message>
    <message>
      <source>tokenising</source>
      <translation>режет на токены</translation>
    </message>
    <message>
      <source>training</source>
      <translation>обучается</translation>
    </message>
    <message>
      <source>looking at the text</source>
      <translation>просматривает текст</translation>
    </message>
    <message>
      <source>counting words</source>
      <translation>считает слова</translation>
    </message>
    <message>
      <source>joining pieces</source>
      <translation>соединяет части</translation>
    </message>
    <message>
      <source>writing</source>
      <translation>записывает</translation>
    </message>
    <message>
      <source>filling masks</source>
      <translation>заполняет пропуски</translation>
    </message>
    <message>
      <source>reading sentences</source>
      <translation>читает предложения</translation>
    </message>
    <message>
      <source>handing over sentences</source>
      <translation>передаёт предложения</translation>
    </message>
    <message>
      <source>embedding sentences</source>
      <translation>вычисляет векторы</translation>
    </message>
    <message>
      <source>the token file in the cache is damaged: it is built again</source>
      <translation>файл токенов в кэше повреждён: создаётся заново</translation>
    </message>
  </context>
</TS>
